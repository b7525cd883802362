package dev.ringmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.ringmaster.support.postgres.EmbeddedPostgres;

/**
 * Two servers that share a home and a database but see no process of each other, as pods on a shared volume do: agents end with
 * the pod of their server, and a server in the other pod goes on with the work.
 */
class PodsIT {

    private static final int CARDS = 6;

    private final Cluster cluster = Cluster.withLines(CARDS);
    private final EmbeddedPostgres database = EmbeddedPostgres.start(cluster.root());
    private final Transcripts transcripts = new Transcripts(cluster);

    PodsIT() throws Exception {
    }

    @AfterEach
    void end() {
        cluster.servers().forEach(ServerProcess::close);
        database.close();
        cluster.close();
    }

    @Test
    void work_goes_on_in_another_pod_when_one_is_stopped_and_when_one_is_lost() throws Exception {
        var stopped = pod("pod-a");
        var lost = pod("pod-b");
        startCards(stopped);
        awaitBusy();

        assertThat(server(stopped).destroy()).isTrue();
        pod("pod-c");
        await().atMost(Duration.ofMinutes(1)).until(() -> !stopped.alive());
        awaitBusy();
        lost.kill();
        pod("pod-d");
        awaitBusy();
        cluster.release();

        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().untilAsserted(() -> assertThat(
                cluster.rows("select distinct state from card")).containsExactly(List.of("CODE_REVIEW")));
        long lines = transcripts.assertWhole();
        transcripts.assertNeverTwo();
        var outcomes = cluster.rows("select outcome, count(*) from iteration group by 1 order by 1");
        System.out.printf("pods: %d lines, iterations %s%n", lines, outcomes);
        assertThat(cluster.rows("select distinct outcome from iteration")).containsExactlyInAnyOrder(List.of("COMPLETED"),
                List.of("LOST"));
        assertThat(cluster.value("select count(*) from iteration where outcome = 'COMPLETED'"))
                .isEqualTo(String.valueOf(CARDS));
    }

    private ServerProcess pod(String name) throws Exception {
        var address = database.address();
        var settings = new HashMap<>(Map.of("QUARKUS_DATASOURCE_REACTIVE_URL", address.reactiveUrl(),
                "QUARKUS_DATASOURCE_USERNAME", String.valueOf(address.username()), "QUARKUS_DATASOURCE_PASSWORD",
                String.valueOf(address.password())));
        // Not all cards fit into one, so that both work.
        settings.put("RINGMASTER_LOOP_MAX_RUNS", "4");
        Path hosts = Files.writeString(cluster.home().resolve(name), "127.0.0.1 localhost " + name + "\n");
        return cluster.start(settings, "bwrap", "--dev-bind", "/", "/", "--proc", "/proc", "--ro-bind", hosts.toString(),
                "/etc/hosts", "--unshare-pid", "--unshare-uts", "--hostname", name, "--die-with-parent", "--").awaitReady();
    }

    /** The server's own process: bwrap's first one has started it. */
    private static ProcessHandle server(ServerProcess pod) {
        return ProcessHandle.of(pod.pid()).orElseThrow().children().flatMap(ProcessHandle::children)
                .filter(process -> process.info().command().orElse("").endsWith("/java")).findFirst().orElseThrow();
    }

    private void startCards(ServerProcess server) {
        try (var client = cluster.client(server)) {
            var project = cluster.createProject(client, Map.of());
            for (int i = 0; i < CARDS; i++) {
                var card = cluster.createCard(client, project, "Print lines until you are released.", Cluster.LINES);
                cluster.fire(client, card, "START_CODING");
            }
        }
    }

    /** Until every card's newest iteration is under way and has printed something. */
    private void awaitBusy() {
        await().atMost(Duration.ofMinutes(2)).until(() -> working().equals(String.valueOf(CARDS)) && owners() == 2);
    }

    private String working() throws SQLException {
        return cluster
                .value("""
                        select count(distinct i.run_id) from iteration i join run_event e on e.run_id = i.run_id and e.iteration = i.number
                        where i.outcome is null and e.kind = 'ASSISTANT_TEXT'""");
    }

    private int owners() throws SQLException {
        return Integer.parseInt(cluster.value(
                "select count(distinct split_part(owner, ':', 1)) from run where state = 'RUNNING' and lease_until > now()"));
    }
}
