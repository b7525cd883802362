package dev.ringmaster.runner;

import java.io.File;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** All processes of the machine at one moment, by pid. */
record ProcessTree(Map<Long, ProcessStat> processes) {

    static ProcessTree snapshot() {
        var processes = new HashMap<Long, ProcessStat>();
        for (long pid : pids()) {
            ProcessStat stat = ProcessStat.read(pid);
            if (stat != null) {
                processes.put(pid, stat);
            }
        }
        return new ProcessTree(processes);
    }

    static Set<Long> pids() {
        @Nullable
        String[] names = new File("/proc").list();
        var pids = new HashSet<Long>();
        if (names != null) {
            for (var name : names) {
                if (name != null && Character.isDigit(name.charAt(0))) {
                    pids.add(Long.valueOf(name));
                }
            }
        }
        return pids;
    }

    Optional<ProcessStat> oldestChild(long parent) {
        return processes.values().stream().filter(process -> process.parent() == parent && !process.isZombie())
                .min(Comparator.comparingLong(ProcessStat::startTicks).thenComparingLong(ProcessStat::pid));
    }

    /**
     * The given processes, their descendants, and whoever shares a session that one of those leads or that is named: the
     * last catches a daemon whose parent is gone and whose environment was cleared.
     *
     * @param session a session known to be ours, or 0
     * @param except never found, nor anything below it
     */
    Set<Long> closure(Collection<Long> seeds, long session, long except) {
        var found = new HashSet<Long>(seeds);
        found.retainAll(processes.keySet());
        found.remove(except);
        boolean grown = true;
        while (grown) {
            grown = false;
            for (var process : processes.values()) {
                boolean belongs = isBelow(process, found) || (session > 0 && process.session() == session);
                if (belongs && process.pid() != except && found.add(process.pid())) {
                    grown = true;
                }
            }
        }
        return found;
    }

    /** No child is older than its parent: that tells a pid that was reused while the processes were being read. */
    private boolean isBelow(ProcessStat process, Set<Long> found) {
        ProcessStat parent = processes.get(process.parent());
        boolean child = parent != null && found.contains(parent.pid()) && parent.startTicks() <= process.startTicks();
        return child || found.contains(process.session());
    }
}
