package dev.ringmaster.runner;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.runner.Runner.Isolation;

/**
 * What processes with a {@link Confinement} are put in: bubblewrap, where it is installed and works, or nothing. Looked for
 * once; what this machine allows does not change while a server runs.
 */
public final class Sandbox {

    private final @Nullable Bubblewrap bubblewrap;
    private final Isolation isolation;

    private Sandbox(@Nullable Bubblewrap bubblewrap, Isolation isolation) {
        this.bubblewrap = bubblewrap;
        this.isolation = isolation;
    }

    /**
     * Tries whether bubblewrap works here. Blocks, for a second at most.
     *
     * @param machine what of this machine is private, beyond what always is
     */
    public static Sandbox find(MachineAccess machine) {
        var found = BubblewrapProbe.look(System.getenv("PATH"));
        var program = found.program();
        return program == null ? none(found.message())
                : new Sandbox(new Bubblewrap(program, found.closesNetwork(), machine), new Isolation(true, found.message()));
    }

    /** @param why for people: what is missing, and what to do about it */
    public static Sandbox none(String why) {
        return new Sandbox(null, new Isolation(false, why));
    }

    public Isolation isolation() {
        return isolation;
    }

    /** @throws RunnerException when the process must be confined and cannot be */
    void check(ProcessSpec spec) {
        var confinement = spec.confinement();
        if (confinement != null && bubblewrap != null) {
            Bubblewrap.requireWritable(spec, confinement);
        }
        if (confinement == null || !confinement.required()) {
            return;
        }
        if (bubblewrap == null) {
            throw new RunnerException("Not started: a sandbox is required (ringmaster.sandbox.mode), and there is none. "
                    + isolation.message(), null);
        }
        if (!confinement.network() && !bubblewrap.closesNetwork()) {
            throw new RunnerException("Not started: a closed network is required, and bubblewrap cannot close it here.", null);
        }
    }

    /** What to put before the program; empty where there is no sandbox. */
    List<String> command(ProcessSpec spec, Confinement confinement, Path program) {
        return bubblewrap == null ? List.of() : bubblewrap.command(spec, confinement, program);
    }
}
