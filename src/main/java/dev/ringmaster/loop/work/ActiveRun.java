package dev.ringmaster.loop.work;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A run this server works on: what its worker must know at once, set from outside. */
final class ActiveRun {

    private final UUID id;
    private volatile boolean stopRequested;
    private volatile boolean pauseRequested;
    private volatile boolean detached;
    private final Semaphore wake = new Semaphore(0);

    ActiveRun(UUID id, boolean stopRequested, boolean pauseRequested) {
        this.id = id;
        this.stopRequested = stopRequested;
        this.pauseRequested = pauseRequested;
    }

    UUID id() {
        return id;
    }

    void requests(boolean stop, boolean pause) {
        stopRequested = stop;
        pauseRequested = pause;
        if (stop || pause) {
            wake.release();
        }
    }

    /** Waits, unless something is asked of the run meanwhile. Tells whether the whole time has passed. */
    boolean rest(Duration time) {
        try {
            return time.isZero() || !wake.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Detached(id);
        }
    }

    boolean stopRequested() {
        return stopRequested;
    }

    boolean pauseRequested() {
        return pauseRequested;
    }

    /** Leave the run as it is, its agent included: the server goes down, or the lease is lost. */
    void detach() {
        detached = true;
        wake.release();
    }

    boolean detached() {
        return detached;
    }

    /** Thrown by a worker to leave without a word. */
    static final class Detached extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Detached(UUID run) {
            super("detached from run " + run);
        }
    }

    void checkAttached() {
        if (detached) {
            throw new Detached(id);
        }
    }
}
