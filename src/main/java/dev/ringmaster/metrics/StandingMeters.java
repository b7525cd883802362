package dev.ringmaster.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** How the whole installation stands, for Prometheus: read from the tables now and then, the same on each server. */
@ApplicationScoped
class StandingMeters {

    private static final Logger LOG = Logger.getLogger(StandingMeters.class);
    private static final List<String> STATES = List.of("QUEUED", "RUNNING", "PAUSED", "PARKED");

    private final Pool pool;
    private volatile Standing standing = new Standing(Map.of(), Double.NaN, Double.NaN, Double.NaN);

    private record Standing(Map<String, Long> runs, double queueAge, double outboxDepth, double outboxAge) {
    }

    StandingMeters(Pool pool, MeterRegistry registry) {
        this.pool = pool;
        STATES.forEach(state -> Gauge.builder("ringmaster.runs", this, self -> self.standing.runs().getOrDefault(state, 0L))
                .tag("state", state).description("Runs that have not ended").register(registry));
        Gauge.builder("ringmaster.queue.age", this, self -> self.standing.queueAge()).baseUnit("seconds")
                .description("How long the oldest queued run has waited").register(registry);
        Gauge.builder("ringmaster.outbox.depth", this, self -> self.standing.outboxDepth())
                .description("Actions of transitions that are not done").register(registry);
        Gauge.builder("ringmaster.outbox.age", this, self -> self.standing.outboxAge()).baseUnit("seconds")
                .description("How old the oldest of them is").register(registry);
    }

    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return pool.query("""
                select state, count(*) as n,
                    coalesce(extract(epoch from now() - min(queued_at) filter (where state = 'QUEUED')), 0)::float8 as age
                from run where state <> 'FINISHED' group by state
                union all
                select 'OUTBOX', count(*), coalesce(extract(epoch from now() - min(created_at)), 0)::float8
                from card_action where state in ('PENDING', 'RUNNING')""").execute().invoke(rows -> {
            var runs = new HashMap<String, Long>();
            var ages = new HashMap<String, Double>();
            rows.forEach(row -> {
                runs.put(row.getString("state"), row.getLong("n"));
                ages.put(row.getString("state"), row.getDouble("age"));
            });
            standing = new Standing(Map.copyOf(runs), ages.getOrDefault("QUEUED", 0.0), runs.getOrDefault("OUTBOX", 0L),
                    ages.getOrDefault("OUTBOX", 0.0));
        }).replaceWithVoid().onFailure().invoke(failure -> LOG.debugf("meters not read: %s", failure.getMessage()))
                .onFailure().recoverWithNull();
    }
}
