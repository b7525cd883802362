package dev.ringmaster.journal;

import java.util.UUID;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.support.Doorbell;
import dev.ringmaster.support.Peers;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** Appends to runs' journals and tells those who follow them. */
@ApplicationScoped
public class Journal {

    private static final String TOPIC = "run";
    /** In the global registry, so that a journal can be had without one. */
    private static final Timer LAG = Timer.builder("ringmaster.journal.lag")
            .description("From output that was read to its commit").register(Metrics.globalRegistry);

    private final Pool pool;
    private final JournalRepository repository;
    private final Peers peers;
    private final Doorbell<UUID> doorbell = new Doorbell<>();

    Journal(Pool pool, JournalRepository repository, Peers peers) {
        this.pool = pool;
        this.repository = repository;
        this.peers = peers;
        peers.on(TOPIC, doorbell::ring);
    }

    /** Commits, then tells. Fails with {@link RunFence.Lost} when the run has another owner. */
    public Uni<Long> append(RunFence fence, JournalBatch batch) {
        long from = System.nanoTime();
        return repository.append(pool, fence, batch).invoke(() -> {
            LAG.record(System.nanoTime() - from, TimeUnit.NANOSECONDS);
            changed(fence.runId());
        });
    }

    /** Something about the run has changed that its followers may want to know, such as its end. */
    public void changed(UUID runId) {
        doorbell.ring(runId);
        peers.ring(TOPIC, runId);
    }

    Doorbell<UUID>.Ticket follow(UUID runId) {
        return doorbell.ticket(runId);
    }
}
