package dev.ringmaster.loop;

import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.journal.Journal;
import dev.ringmaster.support.Peers;
import io.vertx.mutiny.core.eventbus.EventBus;

/** The doorbell of all servers' workers: something was queued, or is asked of a run. */
@ApplicationScoped
public class LoopSignals {

    public static final String ADDRESS = "loop.changed";

    private static final String TOPIC = "loop";

    public record Changed(UUID runId) {
    }

    private final EventBus bus;
    private final Journal journal;
    private final Peers peers;

    LoopSignals(EventBus bus, Journal journal, Peers peers) {
        this.bus = bus;
        this.journal = journal;
        this.peers = peers;
        peers.on(TOPIC, runId -> bus.publish(ADDRESS, new Changed(runId)));
    }

    /** After the commit. */
    public void changed(UUID runId) {
        bus.publish(ADDRESS, new Changed(runId));
        peers.ring(TOPIC, runId);
        journal.changed(runId);
    }
}
