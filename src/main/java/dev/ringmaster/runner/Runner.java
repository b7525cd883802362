package dev.ringmaster.runner;

import java.time.Duration;
import java.util.List;

import io.smallrye.mutiny.Multi;

/**
 * Runs processes that outlive the server. A handle is an opaque string that any server on the same machine can use, today
 * or after a restart; nothing outside this package may assume that a handle is a local process.
 */
public interface Runner {

    /**
     * Where the process stands.
     *
     * @param exitCode meaningful only in EXITED; 128+n for death by signal n
     */
    record Status(Phase phase, int exitCode) {

        public enum Phase {
            /** It lives, or has been asked to start and may still come up. */
            RUNNING,
            /** It ended and left its exit code. */
            EXITED,
            /** It is gone without an exit code: killed with its shim, or the machine was restarted. */
            LOST,
            /** It refused to start because a newer owner holds the worktree. */
            FENCED
        }
    }

    /** A slice of output. {@code offset} counts bytes from the stream's start and is where {@code bytes} begins. */
    record Slice(Stream stream, long offset, byte[] bytes) {
    }

    enum Stream {
        STDOUT,
        STDERR
    }

    /** Decides the handle before anything runs, so that it can be stored before {@link #start}. Touches nothing. */
    String handleFor(ProcessSpec spec);

    /**
     * Starts the process detached from this server. Blocks for milliseconds; not for an event loop.
     *
     * @throws RunnerException when the spool cannot be written or the program cannot be found
     */
    void start(ProcessSpec spec);

    /** Never throws for a handle that is not known here: that is {@code LOST}. */
    Status status(String handle);

    /**
     * Output from the given byte offsets on, read by demand: without demand nothing is read and no memory is used. Slices
     * of the two streams are ordered within their stream. Completes when the process has ended and all its output was
     * handed out. Cancelling stops the reading, not the process.
     */
    Multi<Slice> output(String handle, long stdoutOffset, long stderrOffset);

    /**
     * Ends the process and everything it started: asks first, waits at most {@code grace}, then kills, then sweeps by
     * marker until nothing is left. Idempotent. Blocks at most {@code grace} plus five seconds; not for an event loop.
     */
    StopReport stop(String handle, Duration grace);

    /**
     * Takes a worktree for an owner: from now on no process of a lower epoch can start there, and those that live are
     * ended. Must be called before {@link #start} whenever the run was taken over from somebody else.
     */
    StopReport takeOver(String guard, long epoch);

    /** What a stop did. {@code survivors} is empty when everything is gone. */
    record StopReport(int signalled, int killed, List<Long> survivors) {

        public static final StopReport NOTHING = new StopReport(0, 0, List.of());
    }
}
