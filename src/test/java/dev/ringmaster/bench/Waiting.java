package dev.ringmaster.bench;

import java.time.Duration;
import java.util.concurrent.Callable;

/** For a condition, with a deadline. */
final class Waiting {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Waiting() {
    }

    /** @throws IllegalStateException when it does not come true in three minutes */
    static void until(Callable<Boolean> condition) throws Exception {
        long from = System.nanoTime();
        while (!condition.call()) {
            if (System.nanoTime() - from > PATIENCE.toNanos()) {
                throw new IllegalStateException("What was waited for did not happen in " + PATIENCE);
            }
            Thread.sleep(20);
        }
    }
}
