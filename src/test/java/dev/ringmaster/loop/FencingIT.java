package dev.ringmaster.loop;

import static dev.ringmaster.loop.LoopDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.ringmaster.journal.JournalBatch;
import dev.ringmaster.journal.JournalBatch.Spent;
import dev.ringmaster.journal.JournalEntry;
import dev.ringmaster.journal.JournalRepository;
import dev.ringmaster.journal.RunEventKind;
import dev.ringmaster.journal.RunFence;
import dev.ringmaster.loop.IterationRepository.Ending;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.loop.rules.StopReason;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;

/** Each write that a run's worker makes, from an owner who has lost the run, and from one who is just losing it. */
class FencingIT {

    private static final JournalRepository JOURNAL = new JournalRepository();
    private static final IterationRepository ITERATIONS = new IterationRepository();
    private static final RunRepository RUNS = new RunRepository();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @AutoClose
    private static final LoopDatabase database = LoopDatabase.shared();

    private RunFence fence;

    /** A run that owner a holds, with an iteration under way. */
    @BeforeEach
    void claim() throws SQLException {
        database.execute("delete from run");
        database.queued("s");
        fence = await(database.claims().claim(LoopDatabase.claimant("a", 1))).getFirst().fence();
        await(ITERATIONS.start(database.pool(), fence, 1, LoopDatabase.beginning("local:x")));
    }

    record Write(String name, Action action) {

        interface Action {
            Uni<?> by(SqlClient client, RunFence fence);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Write> writes() {
        return Stream.of(
                new Write("append", (client, fence) -> JOURNAL.append(client, fence, batch())),
                new Write("start an iteration",
                        (client, fence) -> ITERATIONS.start(client, fence, 2, LoopDatabase.beginning("local:y"))),
                new Write("finish an iteration", (client, fence) -> ITERATIONS.finish(client, fence, 1, ending())),
                new Write("rest", (client, fence) -> RUNS.rest(client, fence, RunState.PAUSED, null, "waits")),
                new Write("finish", (client, fence) -> RUNS.finish(client, fence, StopReason.FAILED, "no")));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void the_owner_writes(Write write) throws SQLException {
        String before = everything();

        await(write.action().by(database.pool(), fence));

        assertThat(everything()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void an_old_epoch_or_another_owner_is_refused_and_writes_nothing(Write write) throws SQLException {
        database.execute("update run set epoch = nextval('run_epoch')");
        String before = everything();
        long epoch = Long.parseLong(database.value("select epoch from run"));

        for (var stale : List.of(fence, new RunFence(fence.runId(), "b", epoch))) {
            assertThatThrownBy(() -> await(write.action().by(database.pool(), stale))).isInstanceOf(RunFence.Lost.class);
        }

        assertThat(everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void a_write_during_a_takeover_waits_for_it_and_is_refused(Write write) throws SQLException {
        try (var takeover = database.connection(); var statement = takeover.createStatement()) {
            takeover.setAutoCommit(false);
            statement.executeUpdate("update run set owner = 'b', epoch = nextval('run_epoch')");
            String before = everything();
            var writing = write.action().by(database.pool(), fence).subscribeAsCompletionStage();
            await().atMost(PATIENCE).until(this::somebodyWaitsForALock);
            assertThat(writing).isNotDone();

            takeover.commit();

            assertThatThrownBy(writing::join).isInstanceOf(CompletionException.class).hasCauseInstanceOf(RunFence.Lost.class);
            assertThat(everything()).isEqualTo(before.replace("\"a\"", "\"b\"").replaceFirst("(\"epoch\": )\\d+",
                    "$1" + database.value("select epoch from run")));
        }
    }

    @ParameterizedTest
    @MethodSource("writes")
    void a_takeover_waits_for_a_write_in_flight_and_sees_it(Write write) throws Exception {
        var connection = await(database.pool().getConnection());
        var transaction = await(connection.begin());
        try (var other = database.connection(); var statement = other.createStatement()) {
            await(write.action().by(connection, fence));

            // The real claim leaves such a run for its next turn ...
            var claimed = await(database.claims().claim(new RunClaims.Claimant("b", java.util.Set.of(), List.of("a"),
                    java.util.Map.of(), true, 1)));
            assertThat(claimed).isEmpty();
            // ... and one that insisted would wait.
            var insisting = java.util.concurrent.CompletableFuture.supplyAsync(() -> {
                try {
                    return statement.executeUpdate("update run set owner = 'b', epoch = nextval('run_epoch')");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            await().atMost(PATIENCE).until(this::somebodyWaitsForALock);
            assertThat(insisting).isNotDone();

            await(transaction.commit());

            assertThat(insisting.get(20, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo(1);
        } finally {
            await(connection.close());
        }
    }

    private boolean somebodyWaitsForALock() throws SQLException {
        return !database.value("select count(*) from pg_stat_activity where wait_event_type = 'Lock'").equals("0");
    }

    /** All rows a worker writes, as one text. */
    private static String everything() throws SQLException {
        return database.value("""
                select jsonb_build_array((select jsonb_agg(r) from run r), (select jsonb_agg(i) from iteration i),
                    (select jsonb_agg(e) from run_event e))""");
    }

    private static JournalBatch batch() {
        return new JournalBatch(1, List.of(JournalEntry.text(RunEventKind.ASSISTANT_TEXT, "hello")), 6, 0, Spent.NOTHING, null);
    }

    private static Ending ending() {
        return new Ending(0, IterationOutcome.COMPLETED, null, "done", null, null, null, 1);
    }
}
