package dev.ringmaster.runner;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.runner.Runner.StopReport;

/**
 * Ends one run's processes, all of them. Agents start their tools in sessions of their own, so a signal to the group misses
 * them, and a killed agent leaves them alive: hence the tree is collected before the first signal and again and again, from
 * the marker, the parents and the sessions.
 * <p>
 * The agent is asked by SIGTERM. SIGINT would let some agents print a last result, but with exit code 0, which reads like a
 * success, and processes started in the background of a shell ignore it. Only the agent is asked at first, so that it can
 * end its tools itself; what it leaves is asked when it is gone. The shim is spared for two seconds, to write the exit code.
 * <p>
 * A process is signalled only on evidence: its environment carries the marker, or its pid and start time are those that the
 * shim recorded, or it descends from such a process or is in its session.
 */
final class Terminator {

    private static final Duration REST_GRACE = Duration.ofSeconds(1);
    private static final Duration SHIM_GRACE = Duration.ofSeconds(2);
    private static final Duration KILLING = Duration.ofSeconds(4);
    private static final Duration TICK = Duration.ofMillis(20);
    /** From one look that finds nothing to the next: executing another program takes less than a millisecond. */
    private static final Duration SECOND_LOOK = Duration.ofMillis(4);
    private static final int TICKS_PER_COLLECT = 10;

    private final OrphanScan orphans;

    Terminator(OrphanScan orphans) {
        this.orphans = orphans;
    }

    StopReport end(String name, RunDirectory run, Duration grace) {
        var hunt = new Hunt(name, run);
        hunt.collect();
        hunt.ask(grace);
        hunt.kill();
        return hunt.report();
    }

    private final class Hunt {

        private final String name;
        private final RunDirectory run;
        private final Map<Long, ProcessIdentity> doomed = new LinkedHashMap<>();
        private final Set<ProcessIdentity> asked = new HashSet<>();
        private final Set<ProcessIdentity> killed = new HashSet<>();
        private final Set<ProcessIdentity> leaving = new HashSet<>();
        private @Nullable ProcessIdentity inside;
        private long lookedNanos;

        Hunt(String name, RunDirectory run) {
            this.name = name;
            this.run = run;
        }

        /**
         * The snapshot comes before the evidence: a pid that is reused in between then has the dead process's start time,
         * and is never signalled. The shim's only children are the agent and the shim's own tools, such as the one that
         * writes the exit code: those are spared with the shim.
         */
        void collect() {
            lookedNanos = System.nanoTime();
            var tree = ProcessTree.snapshot();
            var seeds = new HashSet<Long>();
            orphans.ofRun(name, tree).forEach(marked -> seeds.add(marked.pid()));
            ProcessIdentity shim = run.shim();
            ProcessIdentity agent = run.agent();
            addIfAlive(seeds, shim, tree);
            addIfAlive(seeds, agent, tree);
            inside = agent == null || !run.isSandboxed() ? null : inside(agent, tree);
            long session = shim != null && seeds.stream().map(tree.processes()::get)
                    .anyMatch(stat -> stat != null && stat.session() == shim.pid()) ? shim.pid() : 0;
            var state = run.state();
            boolean started = state instanceof RunDirectory.State.Running;
            boolean shimIsThrough = state instanceof RunDirectory.State.Exited;
            for (long pid : tree.closure(seeds, session, ProcessHandle.current().pid())) {
                ProcessStat stat = tree.processes().get(pid);
                var identity = stat == null ? null : ProcessIdentity.of(stat);
                // Once the exit code is there, all that the shim does is to wait for the disk.
                if (stat != null && identity != null && !stat.isZombie() && !(shimIsThrough && identity.equals(shim))) {
                    doomed.put(pid, identity);
                    boolean tool = shim != null && stat.parent() == shim.pid()
                            && (agent == null ? !started : !identity.equals(agent));
                    if (identity.equals(shim) || tool) {
                        leaving.add(identity);
                    }
                }
            }
        }

        private static void addIfAlive(Set<Long> seeds, @Nullable ProcessIdentity identity, ProcessTree tree) {
            ProcessStat stat = identity == null ? null : tree.processes().get(identity.pid());
            if (stat != null && ProcessIdentity.of(stat).equals(identity)) {
                seeds.add(stat.pid());
            }
        }

        /**
         * Bubblewrap's two processes stand between: the one that the shim started, and the first of the namespace, whose
         * oldest child is the agent. The outer one would end everything at once when asked.
         */
        private static @Nullable ProcessIdentity inside(ProcessIdentity agent, ProcessTree tree) {
            return tree.oldestChild(agent.pid()).flatMap(first -> tree.oldestChild(first.pid())).map(ProcessIdentity::of)
                    .orElse(null);
        }

        void ask(Duration grace) {
            long deadline = System.nanoTime() + grace.toNanos();
            ProcessIdentity agent = run.agent();
            ProcessIdentity spoken = inside == null ? agent : inside;
            if (agent != null && spoken != null && doomed.containsValue(agent) && spoken.signal(false)) {
                asked.add(spoken);
            }
            boolean restAsked = false;
            for (int tick = 1; deadline - System.nanoTime() > 0 && !aliveButShim().isEmpty(); tick++) {
                if (!restAsked && (agent == null || !agent.isAlive())) {
                    collect();
                    aliveButShim().stream().filter(process -> process.signal(false)).forEach(asked::add);
                    restAsked = true;
                    deadline = Math.min(deadline, System.nanoTime() + REST_GRACE.toNanos());
                }
                pause(TICK);
                if (tick % TICKS_PER_COLLECT == 0) {
                    collect();
                }
            }
        }

        /** Twice clean: a process that is just executing another program shows an empty environment for a moment. */
        void kill() {
            long start = System.nanoTime();
            int clean = alive().isEmpty() ? 1 : 0;
            while (clean < 2 && System.nanoTime() - start < KILLING.toNanos()) {
                if (clean > 0) {
                    pause(Duration.ofNanos(lookedNanos - System.nanoTime()).plus(SECOND_LOOK));
                }
                collect();
                var alive = alive();
                clean = alive.isEmpty() ? clean + 1 : 0;
                boolean shimMayFinish = System.nanoTime() - start < SHIM_GRACE.toNanos() && mayFinish();
                alive.stream().filter(process -> !(shimMayFinish && leaving.contains(process)))
                        .filter(process -> process.signal(true)).forEach(killed::add);
                if (clean == 0) {
                    pause(TICK);
                }
            }
        }

        /** A shim that has not come up has nothing to write, and could still wait for the guard. */
        private boolean mayFinish() {
            var state = run.state();
            return state instanceof RunDirectory.State.Running || state instanceof RunDirectory.State.Exited;
        }

        private List<ProcessIdentity> alive() {
            return doomed.values().stream().filter(ProcessIdentity::isAlive).toList();
        }

        private List<ProcessIdentity> aliveButShim() {
            return alive().stream().filter(process -> !leaving.contains(process)).toList();
        }

        private static void pause(Duration time) {
            try {
                Thread.sleep(time);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RunnerException("The stop was interrupted; repeat it.", e);
            }
        }

        StopReport report() {
            return new StopReport(asked.size(), killed.size(), alive().stream().map(ProcessIdentity::pid).toList());
        }
    }
}
