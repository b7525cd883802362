package dev.ringmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.ringmaster.testing.ModelReply;
import dev.ringmaster.testing.ModelServer;
import dev.ringmaster.testing.RealAgent;

/** The real Claude Code in the middle of an answer, while its server, or both, are killed. */
class ReattachClaudeIT {

    private final Path claude = RealAgent.CLAUDE.orSkip();
    private final ModelServer model = ModelServer.start();
    private final Cluster cluster = new Cluster("""
                claude-code: { command: ["%s"] }
              loop: { cooldown: 100ms, error-cooldown: 500ms, limit-backoff: 2s }
              subscriptions:
                claude:
                  platform: claude-code
                  priority: 1
                  config-dir: ${ringmaster.home}/claude
                  env:
                    ANTHROPIC_BASE_URL: "%s"
                    ANTHROPIC_API_KEY: ""
                    CLAUDE_CODE_OAUTH_TOKEN: sk-ant-oat01-fake-not-a-real-token
            """.formatted(claude, model.baseUrl()));

    ReattachClaudeIT() throws Exception {
    }

    @AfterEach
    void end() {
        cluster.close();
        model.close();
    }

    @Test
    void it_finishes_its_work_under_the_next_server_and_the_transcript_is_whole() throws Exception {
        var held = ModelReply.held(ModelReply.bash("echo one > one.txt"));
        model.then(held, ModelReply.text("In between."), ModelReply.complete()).otherwise(ModelReply.complete());
        var card = coding();
        assertThat(held.reached().await(60, TimeUnit.SECONDS)).isTrue();
        var agent = cluster.agentProcesses(card);
        cluster.servers().getFirst().kill();
        var next = cluster.start();
        held.release().countDown();

        awaitReview(next.awaitReady(), card);

        assertThat(agent).isNotEmpty();
        assertThat(cluster.value("select count(*) from iteration where outcome = 'LOST'")).isEqualTo("0");
        assertThat(kinds(card)).containsSubsequence("ITERATION_STARTED", "SESSION_STARTED", "TOOL_CALL", "TOOL_RESULT",
                "ASSISTANT_TEXT", "SESSION_ENDED", "ITERATION_ENDED", "CHECKPOINT");
        assertThat(kinds(card)).filteredOn("TOOL_CALL"::equals).hasSize(1);
        assertThat(kinds(card)).filteredOn("TOOL_RESULT"::equals).hasSize(1);
        assertGapless(card);
    }

    @Test
    void killed_with_its_server_it_goes_on_in_its_own_session() throws Exception {
        var held = ModelReply.held(ModelReply.text("Never said."));
        model.then(ModelReply.bash("echo one > one.txt"), held).otherwise(ModelReply.complete());
        var card = coding();
        assertThat(held.reached().await(60, TimeUnit.SECONDS)).isTrue();
        patiently().until(() -> kinds(card).contains("TOOL_RESULT"));
        cluster.servers().getFirst().kill();
        Cluster.kill(cluster.agentProcesses(card));

        awaitReview(cluster.ready(), card);

        assertResumed(card, "LOST");
    }

    @Test
    void killed_alone_it_goes_on_in_its_own_session_too() throws Exception {
        var held = ModelReply.held(ModelReply.text("Never said."));
        model.then(ModelReply.bash("echo one > one.txt"), held).otherwise(ModelReply.complete());
        var card = coding();
        assertThat(held.reached().await(60, TimeUnit.SECONDS)).isTrue();
        patiently().until(() -> kinds(card).contains("TOOL_RESULT"));
        Cluster.kill(List.of(agent(card)));

        awaitReview(cluster.servers().getFirst(), card);

        assertResumed(card, "KILLED");
    }

    @Test
    void a_run_that_waits_for_a_limit_goes_on_after_a_restart() throws Exception {
        var first = cluster.ready();
        long resets = Instant.now().getEpochSecond() + 30;
        model.otherwise(ModelReply.usageLimit(resets));
        var card = coding(first);
        patiently().until(() -> cluster.rows("select state from run where card_id = ?", card).contains(List.of("PARKED")));
        cluster.servers().getFirst().kill();
        model.then(ModelReply.bash("echo one > one.txt")).otherwise(ModelReply.complete());

        awaitReview(cluster.ready(), card);

        assertThat(Instant.now().getEpochSecond()).isGreaterThanOrEqualTo(resets);
        assertThat(cluster.rows("""
                select i.outcome from iteration i join run r on r.id = i.run_id where r.card_id = ? order by i.number""", card))
                .startsWith(List.of("RATE_LIMITED")).endsWith(List.of("COMPLETED"));
    }

    private void assertResumed(UUID card, String outcome) throws SQLException {
        var iterations = cluster.rows("""
                select i.outcome, i.agent_session_id, i.resumed_session_id from iteration i join run r on r.id = i.run_id
                where r.card_id = ? order by i.number""", card);
        assertThat(iterations).hasSize(2);
        var session = iterations.getFirst().get(1);
        assertThat(iterations.getFirst().getFirst()).isEqualTo(outcome);
        assertThat(session).matches("[0-9a-f-]{36}");
        assertThat(iterations.getLast()).containsExactly("COMPLETED", session, session);
        assertThat(model.requests().getLast().conversation()).contains("echo one > one.txt");
        assertGapless(card);
    }

    private UUID coding() throws Exception {
        return coding(cluster.ready());
    }

    private UUID coding(ServerProcess server) {
        try (var client = cluster.client(server)) {
            var card = cluster.createCard(client, cluster.createProject(client, Map.of()), "Write a file.", "claude");
            cluster.fire(client, card, "START_CODING");
            return card;
        }
    }

    /** Claude Code's own process, without its shim. */
    private long agent(UUID card) throws Exception {
        var handle = cluster.value("""
                select i.runner_handle from iteration i join run r on r.id = i.run_id where r.card_id = ?""", card);
        var record = cluster.root().resolve("spool/runs").resolve(handle.replaceFirst("^local:", "")).resolve("agent");
        return Long.parseLong(java.nio.file.Files.readString(record).split(" ")[0]);
    }

    private void awaitReview(ServerProcess server, UUID card) {
        try (var client = cluster.client(server)) {
            patiently().untilAsserted(
                    () -> assertThat(cluster.card(client, card).path("state").asText()).isEqualTo("CODE_REVIEW"));
        }
    }

    private List<String> kinds(UUID card) throws SQLException {
        return cluster.rows("""
                select e.kind from run_event e join run r on r.id = e.run_id where r.card_id = ? order by e.seq""", card)
                .stream().map(List::getFirst).toList();
    }

    private void assertGapless(UUID card) throws SQLException {
        assertThat(cluster.rows("""
                select r.last_seq, count(*), max(e.seq) from run r join run_event e on e.run_id = r.id
                where r.card_id = ? group by r.id""", card)).isNotEmpty().allSatisfy(row -> {
            assertThat(row.get(1)).isEqualTo(row.getFirst());
            assertThat(row.get(2)).isEqualTo(row.getFirst());
        });
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(100));
    }
}
