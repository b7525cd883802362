package dev.ringmaster.runner;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

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
            /** It refused to start because a newer owner, or another living process, holds the worktree. */
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

    /**
     * Decides the handle before anything runs, so that it can be stored before {@link #start}. Touches nothing.
     *
     * @param name as in {@link ProcessSpec#name()}
     */
    String handleFor(String name);

    /**
     * Starts the process detached from this server. Ends what earlier runs of the guard left behind. Blocks for
     * milliseconds, or seconds when there is something to end; not for an event loop. Returns normally when a newer owner
     * holds the guard: the status is FENCED then.
     *
     * @throws RunnerException when the spool cannot be written, the program or the working directory cannot be found, the
     *         name was used before, or a run of the same epoch is still alive under the guard; nothing runs then
     */
    void start(ProcessSpec spec);

    /** Never throws for a handle that is not known here: that is {@code LOST}. */
    Status status(String handle);

    /** The CPU time of all that lives of it now: two looks tell whether it works. Blocks for milliseconds. */
    Duration cpuTime(String handle);

    /**
     * Output from the given byte offsets on, read by demand: without demand nothing is read and no memory is used. Slices
     * of the two streams are ordered within their stream. Completes when the process has ended and all its output was
     * handed out, even if descendants of it still write. Cancelling stops the reading, not the process. Slices come on a
     * thread of the runner that many streams share: do not block it. Fails with a {@link RunnerException} when output that
     * had been written is not there any more.
     */
    Multi<Slice> output(String handle, long stdoutOffset, long stderrOffset);

    /**
     * Ends the process and everything it started: asks first, waits at most {@code grace}, then kills, then sweeps by
     * marker until nothing is left. Idempotent. A process that has not been started yet can never start afterwards. Blocks at
     * most {@code grace} plus five seconds; not for an event loop.
     */
    StopReport stop(String handle, Duration grace);

    /**
     * Takes a worktree for an owner: from now on no process of a lower epoch can start there, and those that live are
     * ended. Must be called before {@link #start} whenever the run was taken over from somebody else.
     *
     * @param keep the handle of a process that the new owner goes on with; null for none
     */
    StopReport takeOver(String guard, long epoch, @Nullable String keep);

    /** A program behind {@link #fence} exits with this when a newer owner has the guard. */
    int FENCED_OFF = 75;

    /** A program behind {@link #fence} exits with this when a process under the guard does not end. */
    int STILL_IN_USE = 76;

    /**
     * A command before which another is put, so that it only runs while the epoch is the guard's highest and no process
     * lives under the guard; meanwhile none can start there. For short work in a worktree that must not be done by an owner
     * who has been replaced, however long this server slept since it last asked. Waits ten seconds for what is just ending.
     */
    List<String> fence(String guard, long epoch);

    /**
     * Whether processes with a {@link Confinement} are held to it here.
     *
     * @param message what confines them, or why nothing does and what to do about it; for people
     */
    record Isolation(boolean active, String message) {
    }

    /** How processes are kept from what is not theirs. Known from the start on; does not block. */
    Isolation isolation();

    /**
     * Something that lives and was started through this runner, or descends from that.
     *
     * @param name as in {@link ProcessSpec#name()}
     * @param what it is, for a log; such as a process's number
     */
    record Living(String handle, String name, String guard, long epoch, String what) {
    }

    /** All that lives of what was started here, whoever owns it. Blocks for milliseconds. */
    List<Living> living();

    /**
     * What is kept of a process here.
     *
     * @param changed when its state or its output last changed
     */
    record Kept(String handle, Instant changed) {
    }

    /** All of which something is kept on this machine, alive or not, in no order. Blocks for milliseconds per thousand. */
    List<Kept> kept();

    /**
     * Deletes the output of a process that has ended, for tidying up: its status is LOST afterwards. Does nothing for a handle
     * that is not known here.
     *
     * @throws RunnerException when it is still running
     */
    void discard(String handle);

    /** What a stop did. {@code survivors} is empty when everything is gone. */
    record StopReport(int signalled, int killed, List<Long> survivors) {

        public static final StopReport NOTHING = new StopReport(0, 0, List.of());
    }
}
