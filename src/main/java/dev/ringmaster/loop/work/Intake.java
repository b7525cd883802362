package dev.ringmaster.loop.work;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

/**
 * How much of all agents' output is between the spool and the journal at a time: parsed, a slice takes several times its
 * bytes. What floods waits for its turn in the spool's files; small slices, as agents print them in normal life, are not
 * made to wait behind floods.
 */
@ApplicationScoped
class Intake {

    /** Enough to keep two cores and the database busy at once. */
    private static final int FLOODS = 6;
    private static final int SMALL_BYTES = 16 * 1024;

    private final ExecutorService turns = Executors.newFixedThreadPool(FLOODS,
            Thread.ofPlatform().daemon().name("intake-", 0).factory());

    /** Does the work on so many bytes of output, of which {@code work} is done when its result is there. */
    <T> Uni<T> admit(int bytes, Supplier<Uni<T>> work) {
        return bytes <= SMALL_BYTES ? work.get()
                : Uni.createFrom().item(() -> Await.of(work.get())).runSubscriptionOn(turns);
    }

    @PreDestroy
    void close() {
        turns.shutdown();
    }
}
