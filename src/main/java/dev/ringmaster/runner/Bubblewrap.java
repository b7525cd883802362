package dev.ringmaster.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.ringmaster.runner.SandboxMounts.Kind;

/**
 * The command line of bubblewrap, see bwrap(1). The process gets namespaces of its own for processes, mounts, IPC and users,
 * no capabilities and no new privileges, a /proc that shows only itself, and dies with the shim that started it: the kernel
 * ends all of a namespace with its first process.
 */
final class Bubblewrap {

    /** Where users and running services keep their own. The sockets in /run would let a process start others outside. */
    private static final List<Path> PRIVATE = Stream.of("/home", "/root", "/run", "/var/run", "/tmp", "/var/tmp", "/mnt",
            "/media").map(Path::of).toList();

    /** What programs need of {@link #PRIVATE}: name resolution is often configured there. */
    private static final List<Path> NEEDED = List.of(Path.of("/etc/resolv.conf"), Path.of("/run/current-system"));

    private final List<String> start;
    private final boolean closesNetwork;
    private final MachineAccess machine;
    private final List<Path> hidden;

    /** @param start the program and the options under which it was seen to work */
    Bubblewrap(List<String> start, boolean closesNetwork, MachineAccess machine) {
        this.start = List.copyOf(start);
        this.closesNetwork = closesNetwork;
        this.machine = machine;
        this.hidden = Stream.of(PRIVATE.stream(), Stream.of(Path.of(System.getProperty("user.home"))),
                machine.hidden().stream()).flatMap(paths -> paths).toList();
    }

    boolean closesNetwork() {
        return closesNetwork;
    }

    List<String> command(ProcessSpec spec, Confinement confinement, Path program) {
        var mounts = new SandboxMounts();
        hidden.forEach(path -> mounts.put(path, Kind.HIDDEN));
        confinement.hidden().forEach(path -> mounts.put(path, Kind.HIDDEN));
        NEEDED.forEach(path -> mounts.put(path, Kind.READABLE));
        new InstallRoots(hidden).of(spec, program).forEach(path -> mounts.put(path, Kind.READABLE));
        machine.readable().forEach(path -> mounts.put(path, Kind.READABLE));
        confinement.readable().forEach(path -> mounts.put(path, Kind.READABLE));
        machine.writable().forEach(path -> mounts.put(path, Kind.WRITABLE));
        confinement.writable().forEach(path -> mounts.put(path, Kind.WRITABLE));
        confinement.readOnly().forEach(path -> mounts.put(path, Kind.READABLE));
        var argv = new ArrayList<>(start);
        if (!confinement.network() && closesNetwork) {
            argv.add("--unshare-net");
        }
        argv.addAll(List.of("--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"));
        argv.addAll(mounts.arguments());
        argv.addAll(List.of("--chdir", real(spec.workingDirectory()).toString(), "--"));
        return argv;
    }

    static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException missing) {
            return path.toAbsolutePath().normalize();
        }
    }

    /** @throws RunnerException when something that the process is to change is not there */
    static void requireWritable(ProcessSpec spec, Confinement confinement) {
        confinement.writable().stream().filter(path -> !Files.exists(path)).findFirst().ifPresent(path -> {
            throw new RunnerException("Cannot start " + spec.name() + ": " + path + " does not exist, and is to be written.",
                    null);
        });
    }
}
