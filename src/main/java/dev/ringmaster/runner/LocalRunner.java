package dev.ringmaster.runner;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.runner.RunDirectory.State;
import dev.ringmaster.runner.Runner.Status.Phase;
import io.smallrye.mutiny.Multi;

/**
 * Runs processes on this machine, each below a small shell script that spools its output and leaves its exit code. All that
 * is known of a process lies in the spool directory and in {@code /proc}; this object holds no state that a restart would
 * lose, and several may work on one spool. Needs Linux with util-linux and coreutils.
 */
public final class LocalRunner implements Runner, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LocalRunner.class);
    private static final String HANDLE_PREFIX = "local:";

    /** How long a shim may take to come up before its process is looked for. */
    private static final Duration START_GRACE = Duration.ofSeconds(5);
    private static final Duration TAKE_OVER_GRACE = Duration.ofSeconds(2);

    private final Spool spool;
    private final Guards guards;
    private final Launcher launcher;
    private final Sandbox sandbox;
    private final OrphanScan orphans;
    private final Terminator terminator;
    private final SpoolWatcher watcher;
    private final ExecutorService readers;

    /**
     * @param spool created with mode 0700 if it is not there; on a local disk
     * @param scheduler for a short periodic task; stays the caller's
     * @param sandbox what processes with a {@link Confinement} are put in
     * @throws RunnerException when this machine cannot run local processes or the spool cannot be written
     */
    public LocalRunner(Path spool, ScheduledExecutorService scheduler, Sandbox sandbox) {
        this(spool, scheduler, sandbox, ProcessBuilder::start);
    }

    /** A runner without a sandbox. */
    public LocalRunner(Path spool, ScheduledExecutorService scheduler) {
        this(spool, scheduler, Sandbox.none("No sandbox was asked for."));
    }

    LocalRunner(Path spool, ScheduledExecutorService scheduler, Sandbox sandbox, Launcher.Spawner spawner) {
        this.spool = new Spool(spool);
        this.guards = new Guards(this.spool);
        this.sandbox = sandbox;
        this.launcher = new Launcher(this.spool, sandbox, spawner, System.getenv("PATH"));
        this.orphans = new OrphanScan(this.spool.root());
        this.terminator = new Terminator(orphans);
        this.watcher = new SpoolWatcher(this.spool.root(), scheduler);
        // Platform threads: file reads pin a virtual thread's carrier.
        this.readers = Executors.newFixedThreadPool(Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 4),
                Thread.ofPlatform().daemon().name("spool-reader-", 0).factory());
    }

    @Override
    public String handleFor(String name) {
        return HANDLE_PREFIX + name;
    }

    @Override
    public Isolation isolation() {
        return sandbox.isolation();
    }

    @Override
    public List<Living> living() {
        return orphans.scan().stream().map(marked -> new Living(handleFor(marked.name()), marked.name(), marked.guard(),
                marked.epoch(), "pid " + marked.pid())).toList();
    }

    /** What lives with this spool's marker, process by process. */
    public OrphanScan orphans() {
        return orphans;
    }

    @Override
    public void start(ProcessSpec spec) {
        Path program = launcher.check(spec);
        var guard = guards.raise(spec.guard(), spec.epoch());
        if (!guard.highest()) {
            create(spec, RunDirectory.FENCED);
            return;
        }
        if (!guard.firstUse()) {
            endLeftovers(spec);
        }
        launcher.launch(spec, program, create(spec, RunDirectory.REQUESTED));
    }

    private RunDirectory create(ProcessSpec spec, String state) {
        try {
            return spool.create(spec.name(), state, spec.stdin());
        } catch (FileAlreadyExistsException e) {
            throw new RunnerException("Cannot start " + spec.name() + ": a process of that name was started or stopped before."
                    + " Choose a new name.", e);
        } catch (IOException e) {
            throw new RunnerException("Cannot start " + spec.name() + ": the spool " + spool.root() + " cannot be written ("
                    + e.getMessage() + "). Check its permissions and the free space.", e);
        }
    }

    private void endLeftovers(ProcessSpec spec) {
        for (var left : runsOf(spec.guard(), spec.epoch()).entrySet()) {
            var name = left.getKey();
            if (left.getValue() == spec.epoch() && statusOf(name).phase() == Phase.RUNNING) {
                throw new RunnerException("Cannot start " + spec.name() + ": " + name + " is still alive under the guard "
                        + spec.guard() + ". Stop it first.", null);
            }
            var report = end(name, TAKE_OVER_GRACE);
            if (report.signalled() + report.killed() > 0) {
                LOG.infof("Ended what %s had left behind: %s", name, report);
            }
        }
    }

    /** The runs that have something alive under the guard and are not newer than the epoch, with their epochs. */
    private Map<String, Long> runsOf(String guard, long highestEpoch) {
        var epochs = new LinkedHashMap<String, Long>();
        for (var marked : orphans.ofGuard(guard)) {
            if (marked.epoch() <= highestEpoch) {
                epochs.put(marked.name(), marked.epoch());
            }
        }
        return epochs;
    }

    @Override
    public Status status(String handle) {
        String name = nameOf(handle);
        return name == null ? new Status(Phase.LOST, 0) : statusOf(name);
    }

    private Status statusOf(String name) {
        var run = spool.run(name);
        var state = run.state();
        if (state instanceof State.Requested requested && isOverdue(requested) && !livesByMarker(name)) {
            // From here on it cannot come up any more, so that LOST stays true.
            run.abandon();
            state = run.state();
        }
        if (state instanceof State.Running && !lives(name, run)) {
            // Only what is read after the process was seen to be gone is final.
            state = run.state();
            if (state instanceof State.Running) {
                return new Status(Phase.LOST, 0);
            }
        }
        return statusOf(name, state);
    }

    private Status statusOf(String name, State state) {
        return switch (state) {
            case State.Exited exited -> new Status(Phase.EXITED, exited.code());
            case State.Fenced ignored -> new Status(Phase.FENCED, 0);
            case State.Abandoned ignored -> new Status(Phase.LOST, 0);
            case State.Requested ignored -> new Status(Phase.RUNNING, 0);
            case State.Running ignored -> new Status(Phase.RUNNING, 0);
            // Never started, or its directory was deleted under it.
            case State.Missing ignored -> new Status(livesByMarker(name) ? Phase.RUNNING : Phase.LOST, 0);
        };
    }

    private static boolean isOverdue(State.Requested requested) {
        // Negative when the clock was set back.
        return requested.age().isNegative() || requested.age().compareTo(START_GRACE) > 0;
    }

    /** An agent whose shim was killed still lives; before it has left its record, only the marker tells. */
    private boolean lives(String name, RunDirectory run) {
        ProcessIdentity shim = run.shim();
        if (shim != null && shim.isAlive()) {
            return true;
        }
        ProcessIdentity agent = run.agent();
        return agent != null ? agent.isAlive() : livesByMarker(name);
    }

    @Override
    public Duration cpuTime(String handle) {
        String name = nameOf(handle);
        return name == null ? Duration.ZERO
                : orphans.ofRun(name).stream().map(marked -> CpuTime.of(marked.pid())).reduce(Duration.ZERO, Duration::plus);
    }

    private boolean livesByMarker(String name) {
        return !orphans.ofRun(name).isEmpty();
    }

    @Override
    public Multi<Slice> output(String handle, long stdoutOffset, long stderrOffset) {
        String name = nameOf(handle);
        if (name == null || stdoutOffset < 0 || stderrOffset < 0) {
            return Multi.createFrom().failure(new RunnerException("There is no output of '" + handle + "' from offsets "
                    + stdoutOffset + " and " + stderrOffset + ": not a handle of this runner, or a negative offset.", null));
        }
        var run = spool.run(name);
        return Multi.createFrom().publisher(new SpoolTailer(run,
                Map.of(Stream.STDOUT, stdoutOffset, Stream.STDERR, stderrOffset),
                thorough -> hasEnded(name, run, thorough), watcher, readers));
    }

    private boolean hasEnded(String name, RunDirectory run, boolean thorough) {
        if (thorough) {
            return statusOf(name).phase() != Phase.RUNNING;
        }
        return switch (run.state()) {
            case State.Exited ignored -> true;
            case State.Fenced ignored -> true;
            case State.Abandoned ignored -> true;
            case State.Requested ignored -> false;
            case State.Running ignored -> false;
            case State.Missing ignored -> false;
        };
    }

    @Override
    public StopReport stop(String handle, Duration grace) {
        String name = nameOf(handle);
        return name == null ? StopReport.NOTHING : end(name, grace);
    }

    private StopReport end(String name, Duration grace) {
        var run = spool.run(name);
        if (run.state() instanceof State.Missing) {
            bury(name);
        }
        run.abandon();
        return terminator.end(name, run, grace);
    }

    /** A directory in the end state keeps a start that is still on its way from succeeding. */
    private void bury(String name) {
        try {
            spool.create(name, RunDirectory.ABANDONED, "");
        } catch (IOException e) {
            LOG.debugf("%s cannot be marked as stopped before its start: %s", name, e);
        }
    }

    @Override
    public StopReport takeOver(String guard, long epoch, @Nullable String keep) {
        if (!ProcessSpec.isSafe(guard)) {
            throw new IllegalArgumentException("the guard '" + guard + "' is not safe as a file name");
        }
        guards.raise(guard, epoch);
        var kept = keep == null ? null : nameOf(keep);
        int signalled = 0;
        int killed = 0;
        var survivors = new ArrayList<Long>();
        // Twice: a process that is just executing another program shows an empty environment for a moment.
        for (int round = 0; round < 2; round++) {
            survivors.clear();
            for (var name : runsOf(guard, epoch - 1).keySet()) {
                if (name.equals(kept)) {
                    continue;
                }
                var report = end(name, TAKE_OVER_GRACE);
                signalled += report.signalled();
                killed += report.killed();
                survivors.addAll(report.survivors());
            }
        }
        if (kept != null && statusOf(kept).phase() == Phase.LOST) {
            // So that its output is complete when it is read to the end.
            launcher.awaitFree(guard, epoch);
        }
        return new StopReport(signalled, killed, List.copyOf(survivors));
    }

    @Override
    public List<String> fence(String guard, long epoch) {
        return launcher.fence(guard, epoch);
    }

    @Override
    public List<Kept> kept() {
        var kept = new ArrayList<Kept>();
        spool.runs().forEach(run -> {
            var changed = run.changed();
            if (changed != null) {
                kept.add(new Kept(handleFor(String.valueOf(run.path().getFileName())), changed));
            }
        });
        return kept;
    }

    @Override
    public void discard(String handle) {
        String name = nameOf(handle);
        if (name == null) {
            return;
        }
        if (statusOf(name).phase() == Phase.RUNNING) {
            throw new RunnerException("The spool of " + name + " cannot be deleted: it is still running. Stop it first.", null);
        }
        Spool.delete(spool.run(name).path());
    }

    private static @Nullable String nameOf(String handle) {
        var name = handle.startsWith(HANDLE_PREFIX) ? handle.substring(HANDLE_PREFIX.length()) : "";
        return ProcessSpec.isSafe(name) ? name : null;
    }

    /** Stops reading; processes go on. Streams of output fail. */
    @Override
    public void close() {
        watcher.close();
        readers.shutdown();
    }
}
