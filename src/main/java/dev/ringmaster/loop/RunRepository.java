package dev.ringmaster.loop;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.Subscription;
import dev.ringmaster.journal.RunFence;
import dev.ringmaster.loop.rules.Stage;
import dev.ringmaster.loop.rules.StopReason;
import dev.ringmaster.project.LoopLimits;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** Runs as rows. What a run's worker writes carries its fence; what a person asks for does not need one. */
@ApplicationScoped
public class RunRepository {

    /**
     * @param transitionId the transition that asks for the run, null when a person does: one transition, one run
     * @param trace what asks for it
     */
    public record NewRun(UUID cardId, @Nullable Long transitionId, Stage stage, String platform, String subscription,
            @Nullable String model, LoopLimits limits, boolean clean, @Nullable String trace) {
    }

    /** What a run says that a person has stopped. */
    static final String STOPPED = "Stopped by a person.";

    /** Empty when the transition has its run already, or the card has an unfinished one. */
    public Uni<Optional<Run>> enqueue(SqlClient client, NewRun run) {
        return client.preparedQuery("""
                insert into run (card_id, transition_id, stage, platform, subscription, model, max_iterations,
                    max_runtime_seconds, max_cost_usd, clean, trace_parent)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                on conflict do nothing returning *""")
                .execute(Tuple.from(new Object[] { run.cardId(), run.transitionId(), run.stage().name(), run.platform(),
                        run.subscription(), run.model(), run.limits().maxIterations(), run.limits().maxRuntimeSeconds(),
                        run.limits().maxCostUsd(), run.clean(), run.trace() }))
                .map(RunRepository::first);
    }

    public Uni<Optional<Run>> find(SqlClient client, UUID id) {
        return client.preparedQuery("select * from run where id = $1").execute(Tuple.of(id)).map(RunRepository::first);
    }

    public Uni<Optional<Run>> ofTransition(SqlClient client, long transitionId) {
        return client.preparedQuery("select * from run where transition_id = $1").execute(Tuple.of(transitionId))
                .map(RunRepository::first);
    }

    public Uni<Optional<Run>> open(SqlClient client, UUID cardId) {
        return client.preparedQuery("select * from run where card_id = $1 and state <> 'FINISHED'")
                .execute(Tuple.of(cardId)).map(RunRepository::first);
    }

    /** The card's last run, whether or not it has ended. */
    public Uni<Optional<Run>> newest(SqlClient client, UUID cardId) {
        return client.preparedQuery("select * from run where card_id = $1 order by queued_at desc, id desc limit 1")
                .execute(Tuple.of(cardId)).map(RunRepository::first);
    }

    /** Oldest first. */
    public Uni<List<Run>> ofCards(SqlClient client, List<UUID> cardIds) {
        return client.preparedQuery("select * from run where card_id = any ($1) order by queued_at, id")
                .execute(Tuple.of(cardIds.toArray(UUID[]::new))).map(RunRepository::all);
    }

    public Uni<List<Run>> openOfCards(SqlClient client, List<UUID> cardIds) {
        return client.preparedQuery("select * from run where card_id = any ($1) and state <> 'FINISHED'")
                .execute(Tuple.of(cardIds.toArray(UUID[]::new))).map(RunRepository::all);
    }

    /** A stop ends a run nobody works on at once, and asks the worker of a running one. */
    public Uni<Optional<Run>> stop(SqlClient client, UUID id, String message) {
        return client.preparedQuery("""
                update run
                set stop_requested = true,
                    state = case when state = 'RUNNING' then state else 'FINISHED' end,
                    stop_reason = case when state = 'RUNNING' then null else 'USER_STOPPED' end,
                    message = case when state = 'RUNNING' then message else $2 end,
                    end_reported = state <> 'RUNNING',
                    ended_at = case when state = 'RUNNING' then null else now() end
                where id = $1 and state <> 'FINISHED' returning *""").execute(Tuple.of(id, message))
                .map(RunRepository::first);
    }

    /** Asks a running run to pause after its iteration; holds a queued or parked one at once. */
    public Uni<Optional<Run>> pause(SqlClient client, UUID id) {
        return client.preparedQuery("""
                update run set pause_requested = state = 'RUNNING',
                    state = case when state in ('QUEUED', 'PARKED') then 'PAUSED' else state end, parked_until = null
                where id = $1 and state in ('RUNNING', 'QUEUED', 'PARKED') returning *""").execute(Tuple.of(id))
                .map(RunRepository::first);
    }

    public Uni<Optional<Run>> resume(SqlClient client, UUID id) {
        return client.preparedQuery("""
                update run set pause_requested = false, parked_until = null, message = null,
                    state = case when state = 'RUNNING' then state else 'QUEUED' end
                where id = $1 and (state in ('PAUSED', 'PARKED') or state = 'RUNNING' and pause_requested) returning *""")
                .execute(Tuple.of(id)).map(RunRepository::first);
    }

    /**
     * The worker leaves a run that waits. What a person asks for while it does counts: a stop ends the run, as it would a
     * moment later, a pause holds it, and one that was taken back does not.
     *
     * @return the run as it then is
     */
    public Uni<Run> rest(SqlClient client, RunFence fence, RunState state, @Nullable Instant until,
            @Nullable String message) {
        return leave(client, fence, """
                state = case when stop_requested then 'FINISHED' when pause_requested then 'PAUSED'
                             when $4 = 'PAUSED' then 'QUEUED' else $4 end,
                parked_until = case when stop_requested or pause_requested then null else $5::timestamptz end,
                message = case when stop_requested then $7 when $4 = 'PAUSED' and not pause_requested then null else $6 end""",
                state.name(), until == null ? null : until.atOffset(ZoneOffset.UTC), message, STOPPED);
    }

    /** The worker leaves a run that goes on at once under another account, unless a person asks for something else. */
    public Uni<Run> move(SqlClient client, RunFence fence, Subscription account, String message) {
        return leave(client, fence, """
                state = case when stop_requested then 'FINISHED' when pause_requested then 'PAUSED' else 'QUEUED' end,
                platform = $4, subscription = $5, model = $6, message = case when stop_requested then $8 else $7 end""",
                account.platform(), account.name(), account.model(), message, STOPPED);
    }

    private static Uni<Run> leave(SqlClient client, RunFence fence, String changes, @Nullable Object... values) {
        var all = Tuple.of(fence.runId(), fence.owner(), fence.epoch());
        for (var value : values) {
            all.addValue(value);
        }
        return client.preparedQuery("""
                update run set stop_reason = case when stop_requested then 'USER_STOPPED' end,
                    end_reported = stop_requested, ended_at = case when stop_requested then now() end,
                    pause_requested = false, lease_until = null, rested_after = iteration,
                """ + changes + """

                where id = $1 and owner = $2 and epoch = $3 and state = 'RUNNING' returning *""").execute(all)
                .invoke(rows -> demandOne(rows, fence)).map(rows -> Run.from(rows.iterator().next()));
    }

    public Uni<Void> finish(SqlClient client, RunFence fence, StopReason reason, String message) {
        return client.preparedQuery("""
                update run set state = 'FINISHED', stop_reason = $4, message = $5, ended_at = now(), lease_until = null,
                    parked_until = null
                where id = $1 and owner = $2 and epoch = $3 and state = 'RUNNING'""")
                .execute(Tuple.from(new Object[] { fence.runId(), fence.owner(), fence.epoch(), reason.name(), message }))
                .invoke(rows -> demandOne(rows, fence)).replaceWithVoid();
    }

    /** Ended runs whose card has not been told yet. */
    public Uni<List<Run>> unreported(SqlClient client, int atMost) {
        return client.preparedQuery("""
                select * from run where state = 'FINISHED' and not end_reported order by ended_at limit $1""")
                .execute(Tuple.of(atMost)).map(RunRepository::all);
    }

    public Uni<Void> reported(SqlClient client, UUID id) {
        return client.preparedQuery("update run set end_reported = true where id = $1").execute(Tuple.of(id))
                .replaceWithVoid();
    }

    static void demandOne(RowSet<Row> rows, RunFence fence) {
        if (rows.rowCount() == 0) {
            throw new RunFence.Lost(fence);
        }
    }

    static Optional<Run> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(Run.from(rows.iterator().next()));
    }

    static List<Run> all(RowSet<Row> rows) {
        return rows.stream().map(Run::from).toList();
    }
}
