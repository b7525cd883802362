package dev.ringmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.ringmaster.card.workflow.Workflow;
import dev.ringmaster.testing.GraphQlClient;
import dev.ringmaster.testing.GraphQlFailure;

/**
 * Two servers and at least twenty agents at a time, while servers, agents and the database are killed at random. Then
 * everything that was promised must hold, for all that happened. {@code -Dchaos.seconds} says how long, {@code -Dchaos.seed}
 * repeats the same decisions (not the same timing).
 */
class ChaosIT {

    private static final Duration CHAOS = Duration.ofSeconds(Integer.getInteger("chaos.seconds", 60));
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime() % 1_000_000);
    private static final int CARDS_AT_A_TIME = 20;
    private static final Duration SETTLE = Duration.ofMinutes(4);

    private final Random random = new Random(SEED);
    private final Cluster cluster = Cluster.withLines(100);
    private final Nemesis nemesis = new Nemesis(cluster, new Random(SEED + 1));
    private final Transcripts transcripts = new Transcripts(cluster);

    ChaosIT() throws Exception {
    }

    @BeforeEach
    void sayWhichChaosThisIs() {
        System.out.printf("chaos: -Dchaos.seed=%d -Dchaos.seconds=%d in %s%n", SEED, CHAOS.toSeconds(), cluster.home());
    }

    @AfterEach
    void end() {
        nemesis.letGo();
        cluster.close();
    }

    @Test
    void nothing_is_lost_doubled_or_done_twice_whatever_is_killed() throws Exception {
        var first = cluster.ready();
        cluster.ready();
        witnessWriters();
        String project;
        try (var client = cluster.client(first)) {
            project = cluster.createProject(client, Map.of());
        }
        while (cards().size() < CARDS_AT_A_TIME) {
            feed(project);
        }

        long end = System.nanoTime() + CHAOS.toNanos();
        while (System.nanoTime() < end) {
            nemesis.strike();
            feed(project);
            await().pollDelay(Duration.ofMillis(random.nextInt(300, 2500))).until(() -> true);
        }
        nemesis.letGo();
        nemesis.keepServersUp();
        await("all cards in review").atMost(SETTLE).pollInterval(Duration.ofSeconds(1)).ignoreExceptions().untilAsserted(() -> {
            nemesis.keepServersUp();
            fireDrafts();
            assertThat(cards().values()).containsOnly("CODE_REVIEW");
        });

        judge();
    }

    private void judge() throws Exception {
        long lines = transcripts.assertWhole();
        transcripts.assertNeverTwo();
        assertOnlyEdgesOfTheTable();
        assertOnlyOwnersWrote();
        var cards = cards().size();
        var outcomes = cluster.rows("select outcome, count(*) from iteration group by 1 order by 1");
        System.out.printf("chaos: %s; %d cards, %d lines, iterations %s%n", nemesis, cards, lines, outcomes);
        assertThat(cluster.rows("select id from run where state <> 'FINISHED' or not end_reported")).isEmpty();
        assertThat(cluster.rows("select id from card_action where state in ('PENDING', 'RUNNING', 'FAILED')")).isEmpty();
        assertThat(cards).isGreaterThanOrEqualTo(CARDS_AT_A_TIME);
        assertThat(lines).isGreaterThan(100L * cards);
        nemesis.assertBusy(CHAOS);
    }

    /** Creates cards until enough are open, and starts those that are not started: both may have got lost half-way. */
    private void feed(String project) {
        try {
            long open = cards().values().stream().filter(state -> !state.equals("CODE_REVIEW")).count();
            for (; open < CARDS_AT_A_TIME; open++) {
                String prompt = "Print lines: work for " + random.nextInt(15, 40) + " seconds.";
                anyServer(client -> cluster.createCard(client, project, prompt, Cluster.LINES));
            }
            fireDrafts();
        } catch (SQLException down) {
            // The database is being killed; the next turn feeds.
        }
    }

    private void fireDrafts() throws SQLException {
        for (var card : cluster.rows("select id from card where state = 'DRAFT'")) {
            anyServer(client -> cluster.fire(client, UUID.fromString(card.getFirst()), "START_CODING"));
        }
    }

    private interface Request {
        void send(GraphQlClient client);
    }

    /** What does not get through is asked for again in the next turn. */
    private void anyServer(Request request) {
        var running = nemesis.answering();
        if (running.isEmpty()) {
            return;
        }
        try (var client = cluster.client(running.get(random.nextInt(running.size())))) {
            request.send(client);
        } catch (GraphQlFailure | java.io.UncheckedIOException failure) {
            // Killed, stopped, without a database, or the card was started by the request before.
        }
    }

    /** The state of each card. */
    private Map<String, String> cards() throws SQLException {
        return cluster.rows("select id, state from card").stream().collect(Collectors.toMap(List::getFirst, List::getLast));
    }

    /** The database itself notes which server writes to a run's journal, and who owns the run at that moment. */
    private void witnessWriters() throws SQLException {
        cluster.execute("""
                create table witness (run_id uuid, epoch bigint, owner text, writer text, last_seq bigint);
                create function witness() returns trigger language plpgsql as $$ begin
                  insert into witness values (new.id, new.epoch, new.owner, current_setting('application_name'), new.last_seq);
                  return new;
                end $$;
                create trigger witness after update of last_seq on run for each row execute function witness();""");
    }

    private void assertOnlyOwnersWrote() throws SQLException {
        var written = cluster.rows("select distinct writer, split_part(owner, ':', 2) from witness");
        assertThat(written).isNotEmpty().allSatisfy(row -> assertThat(row.getFirst() + " is " + row.getLast())
                .isEqualTo(row.getFirst() + " is "
                        + cluster.servers().get(Integer.parseInt(row.getFirst().replace("server-", ""))).pid()));
        assertThat(cluster.rows("""
                select w.run_id from (select run_id, epoch, lag(epoch) over (partition by run_id order by last_seq) as before
                from witness) w where w.epoch < w.before""")).as("an older epoch wrote after a newer one").isEmpty();
    }

    private void assertOnlyEdgesOfTheTable() throws SQLException {
        var edges = Workflow.edges().stream()
                .map(edge -> List.of(edge.from().name(), edge.trigger().name(), edge.to().name())).collect(Collectors.toSet());
        assertThat(edges)
                .containsAll(cluster.rows("select distinct from_state, trigger, to_state from card_transition"));
        assertThat(cluster
                .rows("""
                        select t.card_id from (select card_id, from_state, lag(to_state) over (partition by card_id order by id) as before
                        from card_transition) t where t.before <> t.from_state"""))
                .as("a transition from elsewhere").isEmpty();
    }
}
