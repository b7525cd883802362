package dev.ringmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.ringmaster.testing.OtlpCollector;
import dev.ringmaster.testing.OtlpCollector.Received;

/** The traces of the built server, as a collector sees them. */
class TracesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** What must be in no span: the task, and what the agent prints. */
    private static final String CANARY = "canary-in-the-task";

    private final OtlpCollector collector = new OtlpCollector();
    private final Cluster cluster = Cluster.withLines(10);
    private final Map<String, String> on = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint(),
            "OTEL_BSP_SCHEDULE_DELAY", "100");

    TracesIT() throws Exception {
    }

    @AfterEach
    void end() {
        cluster.close();
        collector.close();
    }

    @Test
    void a_trace_leads_from_the_trigger_to_the_iteration_and_on_past_the_death_of_its_server() throws Exception {
        var first = cluster.start(on).awaitReady();
        var card = work(first);
        awaitSpan("action START_LOOP");
        assertThat(exportsTraces(first)).isTrue();
        first.kill();

        var second = cluster.start(on).awaitReady();
        cluster.release();
        awaitState(second, card, "CODE_REVIEW");
        awaitSpan("action PUSH_BRANCH");

        var start = only("trigger START_CODING");
        assertThat(start.parent()).isEmpty();
        assertThat(start.service()).isEqualTo("ringmaster");
        assertThat(start.attributes()).containsEntry("ringmaster.card.id", card.toString())
                .containsEntry("ringmaster.from", "DRAFT").containsEntry("ringmaster.to", "CODING");
        assertBelow(start, only("action CREATE_WORKTREE"));
        var loop = only("action START_LOOP");
        assertBelow(start, loop);
        var iteration = only("invoke_agent script");
        assertBelow(loop, iteration);
        assertThat(iteration.startNanos()).isLessThan(iteration.endNanos());
        assertThat(iteration.attributes()).containsEntry("gen_ai.operation.name", "invoke_agent")
                .containsEntry("gen_ai.provider.name", "script").containsEntry("gen_ai.agent.name", "script")
                .containsEntry("gen_ai.usage.input_tokens", "0").containsEntry("gen_ai.usage.output_tokens", "0")
                .containsEntry("ringmaster.card.id", card.toString()).containsEntry("ringmaster.iteration", "1")
                .containsEntry("ringmaster.subscription", Cluster.LINES)
                .containsEntry("ringmaster.outcome", "COMPLETED").doesNotContainKey("error.type");
        var complete = only("trigger LOOP_COMPLETE");
        assertBelow(loop, complete);
        assertBelow(complete, only("action PUSH_BRANCH"));
        assertThat(collector.spans()).extracting(Received::trace).containsOnly(start.trace());
        assertThat(collector.spans()).allSatisfy(span -> assertThat(span.text()).doesNotContain(CANARY, " sum "));
    }

    @Test
    void nothing_is_traced_unless_somebody_says_where_to() throws Exception {
        var server = cluster.ready();
        var card = work(server);
        cluster.release();
        awaitState(server, card, "CODE_REVIEW");

        assertThat(cluster.value("select count(*) from card_action where trace_parent is not null")).isEqualTo("0");
        assertThat(cluster.value("select count(*) from run where trace_parent is not null")).isEqualTo("0");
        assertThat(exportsTraces(server)).isFalse();
    }

    private UUID work(ServerProcess server) throws SQLException {
        try (var client = cluster.client(server)) {
            var card = cluster.createCard(client, cluster.createProject(client, Map.of()), CANARY, Cluster.LINES);
            cluster.fire(client, card, "START_CODING");
            await().atMost(PATIENCE).until(() -> !cluster.rows("select 1 from run r join run_event e on e.run_id = r.id"
                    + " where r.card_id = ? and e.kind = 'ASSISTANT_TEXT'", card).isEmpty());
            return card;
        }
    }

    private void awaitState(ServerProcess server, UUID card, String state) {
        try (var client = cluster.client(server)) {
            await().atMost(PATIENCE).until(() -> cluster.card(client, card).path("state").asText().equals(state));
        }
    }

    private void awaitSpan(String name) {
        await("the span " + name).atMost(PATIENCE).until(() -> !collector.spans(name).isEmpty());
    }

    private Received only(String name) {
        awaitSpan(name);
        var found = collector.spans(name);
        assertThat(found).as(name).hasSize(1);
        return found.getFirst();
    }

    private static void assertBelow(Received parent, Received child) {
        assertThat(List.of(child.trace(), child.parent())).as(child.name() + " below " + parent.name())
                .isEqualTo(List.of(parent.trace(), parent.id()));
    }

    /** Whether the thread is there by which OpenTelemetry sends; of its name the system knows the beginning. */
    private static boolean exportsTraces(ServerProcess server) throws IOException {
        try (var threads = Files.list(Path.of("/proc", Long.toString(server.pid()), "task"))) {
            return threads.anyMatch(thread -> name(thread).startsWith("BatchSp"));
        }
    }

    private static String name(Path thread) {
        try {
            return Files.readString(thread.resolve("comm"));
        } catch (IOException ended) {
            return "";
        }
    }
}
