package dev.ringmaster.loop.upkeep;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.ringmaster.runner.Runner;
import dev.ringmaster.runner.Runner.Kept;
import dev.ringmaster.runner.RunnerException;
import dev.ringmaster.support.Workers;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;

/** Deletes what has been kept long enough: journal rows and raw output of what has ended. In small steps, all day. */
@ApplicationScoped
class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int ROWS_PER_STEP = 20_000;
    private static final int SPOOLS_PER_STEP = 200;

    private final Pool pool;
    private final Runner runner;
    private final RetentionConfig config;

    Retention(Pool pool, Runner runner, RetentionConfig config) {
        this.pool = pool;
        this.runner = runner;
        this.config = config;
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tidy() {
        return tidyNow().onFailure().invoke(failure -> LOG.warnf("retention failed: %s", failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    Uni<Void> tidyNow() {
        return deleteOldEvents().chain(this::trimLongRuns).chain(this::discardSpools);
    }

    private Uni<Void> deleteOldEvents() {
        return pool.preparedQuery("""
                delete from run_event where (run_id, seq) in (
                  select e.run_id, e.seq from run_event e join run r on r.id = e.run_id
                  where r.state = 'FINISHED' and r.ended_at < now() - $1::interval limit $2)""")
                .execute(Tuple.of(interval(config.journal()), ROWS_PER_STEP))
                .invoke(rows -> report("old events", rows.rowCount())).replaceWithVoid();
    }

    private Uni<Void> trimLongRuns() {
        return pool.preparedQuery("""
                delete from run_event e using run r
                where r.last_seq > $1 and e.run_id = r.id and e.seq <= r.last_seq - $1""")
                .execute(Tuple.of(config.journalEventsPerRun()))
                .invoke(rows -> report("events beyond a run's limit", rows.rowCount())).replaceWithVoid();
    }

    /** Only what this machine has: where several servers share a database, each has its own disk. */
    private Uni<Void> discardSpools() {
        return Workers.onWorker(runner::kept).flatMap(kept -> discardIterations(kept).chain(() -> discardStrays(kept)));
    }

    /** Oldest first; what lies past the age or past the size that all together may have. */
    private Uni<Void> discardIterations(List<Kept> kept) {
        return pool.preparedQuery("""
                with ended as (
                  select run_id, number, runner_handle, ended_at,
                         sum(stdout_offset + stderr_offset) over (order by ended_at desc) as size_with_newer
                  from iteration where ended_at is not null and runner_handle = any ($4) and not spool_discarded)
                select run_id, number, runner_handle from ended
                where ended_at < now() - $1::interval or size_with_newer > $2 order by ended_at limit $3""")
                .execute(Tuple.of(interval(config.spool()), config.spoolSize().asLongValue(), SPOOLS_PER_STEP,
                        handles(kept.stream())))
                .flatMap(rows -> Workers.onWorker(() -> discard(rows.stream().toList())))
                .flatMap(gone -> gone.isEmpty() ? Uni.createFrom().voidItem()
                        : pool.preparedQuery("update iteration set spool_discarded = true where run_id = $1 and number = $2")
                                .executeBatch(gone).replaceWithVoid());
    }

    /** What is no iteration's: the output of a project's command that a crash has left, or of another database's agents. */
    private Uni<Void> discardStrays(List<Kept> kept) {
        var limit = Instant.now().minus(config.spool());
        return pool.preparedQuery("""
                select handle from unnest($1::text[]) as handle where not exists (
                  select from iteration where runner_handle = handle and not spool_discarded)""")
                .execute(Tuple.of(handles(kept.stream().filter(one -> one.changed().isBefore(limit)))))
                .flatMap(rows -> Workers.onWorker(() -> {
                    report("stray spools", rows.stream().filter(row -> discard(row.getString("handle"))).count());
                    return null;
                })).replaceWithVoid();
    }

    private static String[] handles(Stream<Kept> kept) {
        return kept.map(Kept::handle).toArray(String[]::new);
    }

    private List<Tuple> discard(List<Row> rows) {
        var gone = rows.stream().filter(row -> discard(row.getString("runner_handle")))
                .map(row -> Tuple.of(row.getUUID("run_id"), row.getInteger("number"))).toList();
        report("spools", gone.size());
        return gone;
    }

    private boolean discard(String handle) {
        try {
            runner.discard(handle);
            return true;
        } catch (RunnerException | UncheckedIOException e) {
            LOG.warnf("retention.spool kept handle=%s: %s", handle, e.getMessage());
            return false;
        }
    }

    private static void report(String what, long count) {
        if (count > 0) {
            LOG.infof("retention.deleted what=\"%s\" count=%d", what, count);
        }
    }

    private static Interval interval(Duration duration) {
        return Interval.of(duration);
    }
}
