package dev.ringmaster.runner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Finds living processes by the marker of this spool, whoever their parent is by now. It sees what this user may read:
 * processes of other users (after {@code sudo}, say) are invisible to it. Costs about 30 µs a process of the machine.
 */
public final class OrphanScan {

    /**
     * A living process that was started through a runner, or descends from one.
     *
     * @param name the run's name, see {@link ProcessSpec#name()}
     */
    public record Marked(long pid, String name, String guard, long epoch) {
    }

    private final String spool;

    OrphanScan(Path spool) {
        this.spool = spool.toString();
    }

    /** Everything alive that carries this spool's marker. */
    public List<Marked> scan() {
        return scan(ProcessTree.snapshot(), marker -> true);
    }

    List<Marked> ofRun(String name, ProcessTree tree) {
        return scan(tree, marker -> marker.run().equals(name));
    }

    List<Marked> ofRun(String name) {
        return ofRun(name, ProcessTree.snapshot());
    }

    List<Marked> ofGuard(String guard) {
        return scan(ProcessTree.snapshot(), marker -> marker.guard().equals(guard));
    }

    private List<Marked> scan(ProcessTree tree, Predicate<Marker> wanted) {
        long self = ProcessHandle.current().pid();
        var found = new ArrayList<Marked>();
        for (var process : tree.processes().values()) {
            Marker marker = process.pid() == self || process.kernel() ? null : markerOf(process.pid());
            if (marker != null && marker.spool().equals(spool) && wanted.test(marker) && isAlive(process.pid())) {
                found.add(new Marked(process.pid(), marker.run(), marker.guard(), marker.epoch()));
            }
        }
        return found;
    }

    /** A zombie has none to read, nor has a process that is just executing another program. */
    private static @Nullable Marker markerOf(long pid) {
        var environment = ProcFile.read(pid, "environ");
        return environment == null ? null : Marker.parse(environment);
    }

    private static boolean isAlive(long pid) {
        ProcessStat stat = ProcessStat.read(pid);
        return stat != null && !stat.isZombie();
    }
}
