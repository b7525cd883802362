package dev.ringmaster.support;

import java.util.UUID;
import java.util.function.Consumer;

/** The other servers on the same database: their doorbells can be rung. Hints only, which may get lost. */
public interface Peers {

    /** What to do when another server rings. Runs on an event loop: must not block. */
    void on(String topic, Consumer<UUID> listener);

    /** Rings at the other servers, soon. Call it after the commit. */
    void ring(String topic, UUID key);
}
