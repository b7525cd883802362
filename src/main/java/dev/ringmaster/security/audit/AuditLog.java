package dev.ringmaster.security.audit;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.security.caller.Caller;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * Notes who did what. What changes something is noted before it is done and completed after, so that a crash leaves an entry
 * without a result, and never a change without an entry.
 */
@ApplicationScoped
public class AuditLog {

    private static final Logger LOG = Logger.getLogger(AuditLog.class);
    private static final int ROWS_PER_STEP = 10_000;
    private static final int REMEMBERED = 10_000;
    private static final Duration SHORTEST_RETENTION = Duration.ofDays(1);

    private final Pool pool;
    private final AuditRepository entries;
    private final AuditConfig config;
    /** What was noted lately, by when; only spares the database the question. */
    private final Map<Repeat, Long> noted = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Repeat, Long> eldest) {
            return size() > REMEMBERED;
        }
    });

    private record Repeat(String actor, String operation, @Nullable String subject, String result) {
    }

    AuditLog(Pool pool, AuditRepository entries, AuditConfig config) {
        this.pool = pool;
        this.entries = entries;
        this.config = config;
    }

    /** Something is about to be done. Fails if it cannot be noted: then it must not be done. @return the entry's id */
    public Uni<Long> begin(Caller caller, Deed deed) {
        return entries.insert(pool, caller, deed, null);
    }

    /** It has been done, or has failed. */
    public Uni<Void> end(long entry, String result, @Nullable String subject) {
        return entries.end(pool, entry, result, subject);
    }

    /** Something has happened that nothing waits for. */
    public void note(Caller caller, Deed deed, String result) {
        watch(entries.insert(pool, caller, deed, result), deed);
    }

    /** As {@link #note}, for what programs repeat every second: noted once in a while. */
    public void noteOnce(Caller caller, Deed deed, String result) {
        var repeat = new Repeat(caller.id(), deed.operation(), deed.subject(), result);
        long now = System.nanoTime();
        var last = noted.get(repeat);
        if (last != null && now - last < config.repeatAfter().toNanos()) {
            return;
        }
        noted.remove(repeat);
        noted.put(repeat, now);
        watch(entries.insertOnce(pool, caller, deed, result, config.repeatAfter()), deed);
    }

    Uni<AuditPage> page(@Nullable String actor, @Nullable String subject, long before, int first) {
        return entries.page(pool, actor, subject, before, first + 1).map(found -> AuditPage.of(found, first));
    }

    Uni<List<String>> actors() {
        return entries.actors(pool);
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tidy() {
        var age = config.retention().compareTo(SHORTEST_RETENTION) < 0 ? SHORTEST_RETENTION : config.retention();
        return entries.deleteOlderThan(pool, age, ROWS_PER_STEP)
                .invoke(gone -> {
                    if (gone > 0) {
                        LOG.infof("audit.retention deleted=%d", gone);
                    }
                }).replaceWithVoid()
                .onFailure().invoke(failure -> LOG.warnf("audit.retention failed: %s", failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    private static void watch(Uni<?> writing, Deed deed) {
        writing.subscribe().with(done -> {
        }, failure -> LOG.errorf(failure, "audit entry lost: operation=%s subject=%s", deed.operation(), deed.subject()));
    }
}
