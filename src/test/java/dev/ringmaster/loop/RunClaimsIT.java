package dev.ringmaster.loop;

import static dev.ringmaster.loop.LoopDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.ringmaster.agent.Subscription;
import dev.ringmaster.journal.RunFence;
import dev.ringmaster.loop.RunClaims.Claimant;
import dev.ringmaster.loop.rules.StopReason;
import io.smallrye.mutiny.Uni;

/** Who gets which run, when several servers want them. */
class RunClaimsIT {

    private static final RunRepository RUNS = new RunRepository();
    private static final Subscription OTHER = new Subscription("other", "script", null, true, 1, 1, true, Path.of("/other"),
            Map.of());

    @AutoClose
    private static final LoopDatabase database = LoopDatabase.shared();

    private static final RunClaims claims = database.claims();

    @BeforeEach
    void empty() throws SQLException {
        database.execute("delete from run");
    }

    @Test
    void claimers_at_once_never_get_the_same_run_and_leave_none() throws SQLException {
        var queued = new HashSet<UUID>();
        for (int i = 0; i < 60; i++) {
            queued.add(database.queued("s"));
        }

        var claimed = together(30, server -> LoopDatabase.claimant("server-" + server, 4));

        assertThat(claimed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(queued);
        assertThat(database.value("select count(distinct epoch) from run where state = 'RUNNING'")).isEqualTo("60");
    }

    @Test
    void a_subscriptions_slots_are_counted_over_all_servers() throws SQLException {
        for (int i = 0; i < 12; i++) {
            database.queued(i % 2 == 0 ? "narrow" : "wide");
        }

        together(20,
                server -> new Claimant("server-" + server, Set.of(), Set.of(), Map.of("narrow", 2, "wide", 5), true, 3));

        assertThat(database.value("select count(*) from run where state = 'RUNNING' and subscription = 'narrow'"))
                .isEqualTo("2");
        assertThat(database.value("select count(*) from run where state = 'RUNNING' and subscription = 'wide'"))
                .isEqualTo("5");
    }

    @Test
    void a_run_is_taken_over_when_its_lease_has_ended_and_not_before() throws SQLException {
        var run = database.queued("s");
        long first = await(claims.claim(LoopDatabase.claimant("a", 9))).getFirst().lease().epoch();
        assertThat(await(claims.claim(LoopDatabase.claimant("b", 9)))).isEmpty();
        database.execute("update run set lease_until = now() - interval '1 ms'");

        var taken = await(claims.claim(LoopDatabase.claimant("b", 9)));

        assertThat(taken).singleElement().satisfies(one -> {
            assertThat(one.id()).isEqualTo(run);
            assertThat(one.lease().owner()).isEqualTo("b");
            assertThat(one.lease().epoch()).isGreaterThan(first);
        });
        assertThat(await(claims.renew("a", List.of(run)))).isEmpty();
        assertThat(await(claims.renew("b", List.of(run)))).hasSize(1);
    }

    @Test
    void the_runs_of_a_dead_server_are_taken_over_at_once_slot_included() throws SQLException {
        var run = database.queued("narrow");
        await(claims.claim(LoopDatabase.claimant("dead", 9)));
        database.queued("narrow");

        var taken = await(claims.claim(new Claimant("b", Set.of(), Set.of("dead"), Map.of("narrow", 1), true, 9)));

        assertThat(taken).extracting(Run::id).containsExactly(run);
    }

    @Test
    void a_run_that_its_own_server_has_dropped_is_taken_up_again_and_one_it_works_on_is_not() throws SQLException {
        var dropped = database.queued("s");
        var working = database.queued("s");
        await(claims.claim(LoopDatabase.claimant("a", 9)));

        var taken = await(claims.claim(new Claimant("a", Set.of(working), Set.of(), Map.of(), true, 9)));

        assertThat(taken).extracting(Run::id).containsExactly(dropped);
    }

    @Test
    void a_parked_run_goes_on_when_its_time_has_come() throws SQLException {
        database.queued("s");
        var fence = await(claims.claim(LoopDatabase.claimant("a", 9))).getFirst().fence();
        await(new RunRepository().rest(database.pool(), fence, RunState.PARKED, java.time.Instant.now().plusSeconds(600),
                "limit"));
        assertThat(await(claims.claim(LoopDatabase.claimant("b", 9)))).isEmpty();
        database.execute("update run set parked_until = now() - interval '1 ms'");

        assertThat(await(claims.claim(LoopDatabase.claimant("b", 9)))).hasSize(1);
    }

    @Test
    void without_room_for_new_runs_only_those_under_way_are_taken() throws SQLException {
        var underWay = database.queued("s");
        await(claims.claim(LoopDatabase.claimant("dead", 9)));
        database.queued("s");

        var taken = await(claims.claim(new Claimant("b", Set.of(), Set.of("dead"), Map.of(), false, 9)));

        assertThat(taken).extracting(Run::id).containsExactly(underWay);
    }

    @Test
    void a_long_queue_for_a_full_account_hides_no_other() throws SQLException {
        database.queued("full");
        await(claims.claim(LoopDatabase.claimant("dead", 1)));
        var underWay = UUID.fromString(database.value("select id from run"));
        database.execute("""
                insert into card (project_id, number, title) select id, 1000 + n, 'C' from project, generate_series(1, 300) n;
                insert into run (card_id, stage, platform, subscription, max_iterations, max_runtime_seconds, max_cost_usd)
                select id, 'CODE', 'script', 'full', 1, 1, 1 from card where number > 1000;
                update run set queued_at = now() + interval '1 hour' where state = 'RUNNING'""");
        var free = database.queued("free");
        database.execute("update run set queued_at = now() + interval '1 hour' where id = '" + free + "'");

        var taken = await(claims.claim(new Claimant("b", Set.of(), Set.of("dead"), Map.of("full", 1, "free", 1), true, 9)));

        assertThat(taken).extracting(Run::id).containsExactlyInAnyOrder(underWay, free);
    }

    @Test
    void a_server_takes_the_oldest_that_it_has_room_for() throws SQLException {
        var oldest = database.queued("s");
        var next = database.queued("t");
        database.queued("s");

        var taken = await(claims.claim(LoopDatabase.claimant("a", 2)));

        assertThat(taken).extracting(Run::id).containsExactlyInAnyOrder(oldest, next);
    }

    @Test
    void a_stop_that_comes_while_the_worker_leaves_ends_the_run() throws SQLException {
        for (var leaving : List.<Leaving> of(
                fence -> RUNS.rest(database.pool(), fence, RunState.PARKED, null, "log in"),
                fence -> RUNS.rest(database.pool(), fence, RunState.PAUSED, null, "paused"),
                fence -> RUNS.move(database.pool(), fence, OTHER, "went on"))) {
            var fence = claimed();
            await(RUNS.stop(database.pool(), fence.runId(), "stopped"));

            var left = await(leaving.by(fence));

            assertThat(left.state()).isEqualTo(RunState.FINISHED);
            assertThat(left.stopReason()).isEqualTo(StopReason.USER_STOPPED);
            assertThat(left.message()).isEqualTo("Stopped by a person.");
            assertThat(left.endedAt()).isNotNull();
            assertThat(await(RUNS.unreported(database.pool(), 9))).isEmpty();
        }
    }

    @Test
    void a_pause_that_comes_while_the_worker_leaves_holds_the_run() throws SQLException {
        for (var leaving : List.<Leaving> of(
                fence -> RUNS.rest(database.pool(), fence, RunState.PARKED, Instant.now().minusSeconds(1), "limit"),
                fence -> RUNS.move(database.pool(), fence, OTHER, "went on"))) {
            var fence = claimed();
            await(RUNS.pause(database.pool(), fence.runId()));

            var left = await(leaving.by(fence));

            assertThat(left.state()).isEqualTo(RunState.PAUSED);
            assertThat(left.parkedUntil()).isNull();
            assertThat(await(claims.claim(LoopDatabase.claimant("b", 9)))).isEmpty();
        }
    }

    @Test
    void a_pause_that_is_taken_back_while_the_worker_leaves_is_none() throws SQLException {
        var fence = claimed();
        await(RUNS.pause(database.pool(), fence.runId()));
        await(RUNS.resume(database.pool(), fence.runId()));

        var left = await(RUNS.rest(database.pool(), fence, RunState.PAUSED, null, "paused"));

        assertThat(left.state()).isEqualTo(RunState.QUEUED);
        assertThat(left.message()).isNull();
    }

    private interface Leaving {
        Uni<Run> by(RunFence fence);
    }

    /** The only run, held by a worker. */
    private static RunFence claimed() throws SQLException {
        database.execute("delete from run");
        database.queued("s");
        return await(claims.claim(LoopDatabase.claimant("a", 9))).getFirst().fence();
    }

    @Test
    void a_server_that_leaves_lets_others_take_over_at_once() throws SQLException {
        database.queued("s");
        await(claims.claim(LoopDatabase.claimant("a", 9)));

        await(claims.expire("a"));

        assertThat(await(claims.claim(LoopDatabase.claimant("b", 9)))).hasSize(1);
    }

    private interface Server {
        Claimant claimant(int number);
    }

    /** All claims under way at once. */
    private static List<UUID> together(int claimers, Server server) {
        var pending = new ArrayList<Uni<List<Run>>>();
        for (int i = 0; i < claimers; i++) {
            pending.add(claims.claim(server.claimant(i)));
        }
        var claimed = new ArrayList<UUID>();
        await(Uni.join().all(pending).andCollectFailures()).forEach(runs -> runs.forEach(run -> claimed.add(run.id())));
        return claimed;
    }
}
