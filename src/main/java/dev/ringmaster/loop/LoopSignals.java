package dev.ringmaster.loop;

import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.journal.Journal;
import io.vertx.mutiny.core.eventbus.EventBus;

/** The doorbell of this server's workers: something was queued, or is asked of a run. */
@ApplicationScoped
public class LoopSignals {

    public static final String ADDRESS = "loop.changed";

    public record Changed(UUID runId) {
    }

    private final EventBus bus;
    private final Journal journal;

    LoopSignals(EventBus bus, Journal journal) {
        this.bus = bus;
        this.journal = journal;
    }

    /** After the commit. */
    public void changed(UUID runId) {
        bus.publish(ADDRESS, new Changed(runId));
        journal.changed(runId);
    }
}
