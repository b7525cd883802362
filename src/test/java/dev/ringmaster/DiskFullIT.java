package dev.ringmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server whose disk is nearly full, as far as it knows. */
class DiskFullIT {

    private final Cluster cluster = Cluster.withLines(10);

    DiskFullIT() throws Exception {
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void new_runs_wait_say_why_and_start_by_themselves_when_there_is_room() throws Exception {
        var full = cluster.start(Map.of("RINGMASTER_RETENTION_MIN_FREE_DISK", "1000000G")).awaitReady();
        try (var client = cluster.client(full)) {
            var card = cluster.createCard(client, cluster.createProject(client, Map.of()), "Print lines: work for 1 seconds.",
                    Cluster.LINES);
            cluster.fire(client, card, "START_CODING");

            patiently().untilAsserted(() -> {
                var asking = cluster.card(client, card);
                assertThat(asking.at("/attention/reason").asText()).isEqualTo("LIMIT_REACHED");
                assertThat(asking.at("/attention/message").asText()).contains("nearly full", "min-free-disk");
                assertThat(asking.at("/runs/0/state").asText()).isEqualTo("QUEUED");
                assertThat(asking.at("/state").asText()).isEqualTo("CODING");
            });
            assertThat(full.stop()).isEqualTo(143);

            try (var next = cluster.client(cluster.ready())) {
                patiently().untilAsserted(() -> {
                    var done = cluster.card(next, card);
                    assertThat(done.path("state").asText()).isEqualTo("CODE_REVIEW");
                    assertThat(done.at("/attention/reason").asText()).isNotEqualTo("LIMIT_REACHED");
                });
            }
        }
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
    }
}
