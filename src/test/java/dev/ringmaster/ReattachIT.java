package dev.ringmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that is killed in the middle of an agent's work, and the next one, seen from the outside. */
class ReattachIT {

    private static final Duration REATTACH = Duration.ofSeconds(10);

    private final Cluster cluster = Cluster.withLines(10);
    private final Transcripts transcripts = new Transcripts(cluster);

    ReattachIT() throws Exception {
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void the_same_agent_goes_on_and_no_line_is_lost_or_doubled() throws Exception {
        var card = working(cluster.ready());
        var agent = cluster.agentProcesses(card);
        cluster.servers().getFirst().kill();
        long atKill = journaled(card);

        var next = cluster.ready();
        long ready = System.nanoTime();
        await("claimed by the next server").atMost(REATTACH).pollInterval(Duration.ofMillis(10))
                .until(() -> owner(card).contains(":" + next.pid() + ":"));
        long claimed = System.nanoTime();
        await("new output in the journal").atMost(REATTACH).pollInterval(Duration.ofMillis(10))
                .until(() -> journaled(card) > atKill);
        System.out.printf("reattach: claimed %d ms, first new rows %d ms after readiness was seen%n",
                (claimed - ready) / 1_000_000, (System.nanoTime() - ready) / 1_000_000);

        assertThat(cluster.agentProcesses(card)).containsAll(agent);
        cluster.release();
        awaitReview(next, card);
        assertThat(iterations(card)).containsExactly(List.of("1", "COMPLETED", "0"));
        assertThat(transcripts.assertWhole()).isPositive();
    }

    @Test
    void an_agent_that_ended_meanwhile_is_finished_from_its_spool() throws Exception {
        var card = working(cluster.ready());
        cluster.servers().getFirst().kill();
        cluster.release();
        patiently().until(() -> cluster.agentProcesses(card).isEmpty());

        awaitReview(cluster.ready(), card);

        assertThat(iterations(card)).containsExactly(List.of("1", "COMPLETED", "0"));
        assertThat(transcripts.assertWhole()).isPositive();
    }

    @Test
    void an_agent_that_died_with_its_server_is_continued_in_a_new_iteration() throws Exception {
        var card = working(cluster.ready());
        cluster.servers().getFirst().kill();
        Cluster.kill(cluster.agentProcesses(card));
        patiently().until(() -> cluster.agentProcesses(card).isEmpty());
        cluster.release();

        awaitReview(cluster.ready(), card);

        assertThat(iterations(card)).containsExactly(List.of("1", "LOST", "-1"), List.of("2", "COMPLETED", "0"));
        transcripts.assertWhole();
        transcripts.assertNeverTwo();
    }

    @Test
    void a_server_that_is_told_to_stop_hands_over_to_the_other() throws Exception {
        var first = cluster.ready();
        var card = working(first);
        var agent = cluster.agentProcesses(card);
        var second = cluster.ready();

        long told = System.nanoTime();
        first.signal("TERM");
        patiently().pollInterval(Duration.ofMillis(10)).until(() -> owner(card).contains(":" + second.pid() + ":"));
        System.out.printf("handover: %d ms after SIGTERM%n", (System.nanoTime() - told) / 1_000_000);

        assertThat(first.stop()).isEqualTo(143);
        assertThat(cluster.agentProcesses(card)).containsAll(agent);
        cluster.release();
        awaitReview(second, card);
        assertThat(iterations(card)).containsExactly(List.of("1", "COMPLETED", "0"));
        transcripts.assertWhole();
    }

    private UUID working(ServerProcess server) throws SQLException {
        try (var client = cluster.client(server)) {
            var card = cluster.createCard(client, cluster.createProject(client, java.util.Map.of()),
                    "Print lines until you are released.", Cluster.LINES);
            cluster.fire(client, card, "START_CODING");
            patiently().until(() -> journaled(card) > 5);
            return card;
        }
    }

    private void awaitReview(ServerProcess server, UUID card) {
        try (var client = cluster.client(server)) {
            patiently().untilAsserted(
                    () -> assertThat(cluster.card(client, card).path("state").asText()).isEqualTo("CODE_REVIEW"));
        }
    }

    private long journaled(UUID card) throws SQLException {
        return Long.parseLong(cluster.value("select coalesce(max(last_seq), 0) from run where card_id = ?", card));
    }

    private String owner(UUID card) throws SQLException {
        return cluster.value("select owner from run where card_id = ?", card);
    }

    /** Number, outcome and exit code of each. */
    private List<List<String>> iterations(UUID card) throws SQLException {
        return cluster.rows("""
                select i.number, i.outcome, i.exit_code from iteration i join run r on r.id = i.run_id
                where r.card_id = ? order by r.queued_at, i.number""", card);
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }
}
