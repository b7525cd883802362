package dev.ringmaster.runner;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Starts the shim, in a session of its own. What can be known to fail is refused before anything is written. */
final class Launcher {

    /** Creates the process; a seam for tests that stop the world between the decision and the start. */
    interface Spawner {
        Process spawn(ProcessBuilder builder) throws IOException;
    }

    private static final List<String> TOOLS = List.of("setsid", "sh", "flock", "mv", "sleep", "sync", "env");

    /** MAX_ARG_STRLEN of Linux: 32 pages, with the closing NUL, see execve(2). */
    private static final int MAX_ARGUMENT_BYTES = 128 * 1024 - 1;

    private final Spool spool;
    private final Sandbox sandbox;
    private final Spawner spawner;
    private final String toolsPath;
    private final Path setsid;
    private final Path shell;
    private final Path flock;

    Launcher(Spool spool, Sandbox sandbox, Spawner spawner, @Nullable String serverPath) {
        this.spool = spool;
        this.sandbox = sandbox;
        this.spawner = spawner;
        this.toolsPath = Stream.concat(Stream.of((serverPath == null ? "" : serverPath).split(File.pathSeparator)),
                Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin"))
                .filter(entry -> entry.startsWith("/")).distinct().collect(Collectors.joining(File.pathSeparator));
        TOOLS.forEach(this::requireTool);
        this.setsid = requireTool("setsid");
        this.shell = requireTool("sh");
        this.flock = requireTool("flock");
    }

    private Path requireTool(String tool) {
        Path found = find(tool, toolsPath);
        if (found == null || !Files.exists(Path.of("/proc/self/stat"))) {
            throw new RunnerException("Agents cannot be run as local processes here: " + (found == null
                    ? "the program '" + tool + "' is not in " + toolsPath + ". Install util-linux and coreutils."
                    : "there is no /proc. A Linux system is needed."), null);
        }
        return found;
    }

    /** See {@link Runner#fence}. */
    List<String> fence(String guard, long epoch) {
        return List.of(shell.toString(), spool.fence().toString(), flock.toString(), spool.guard(guard).toString(),
                Long.toString(epoch));
    }

    /**
     * Waits ten seconds at most until nothing under the guard lives any more: it may be in a container that is just ending,
     * where no process can be seen from here.
     */
    void awaitFree(String guard, long epoch) {
        var command = new ArrayList<>(fence(guard, epoch));
        command.addAll(List.of(shell.toString(), "-c", ":"));
        try {
            var waiting = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                waiting.waitFor();
            } finally {
                waiting.destroy();
            }
        } catch (IOException e) {
            throw new RunnerException("Cannot look whether guard " + guard + " is free: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunnerException("The wait for guard " + guard + " was interrupted; repeat it.", e);
        }
    }

    /** The program to start, as an absolute path, so that no shell takes it for one of its own words. */
    Path check(ProcessSpec spec) {
        if (!Files.isDirectory(spec.workingDirectory())) {
            throw new RunnerException("Cannot start " + spec.name() + ": its working directory " + spec.workingDirectory()
                    + " does not exist.", null);
        }
        sandbox.check(spec);
        Stream.concat(spec.argv().stream(), spec.environment().entrySet().stream().map(Object::toString))
                .forEach(text -> checkText(spec, text));
        var program = spec.argv().get(0);
        var path = spec.environment().getOrDefault("PATH", EnvironmentPolicy.DEFAULT_PATH);
        Path found = program.contains("/") ? executable(spec.workingDirectory().toAbsolutePath().resolve(program))
                : find(program, path);
        if (found == null) {
            throw new RunnerException("Cannot start " + spec.name() + ": there is no executable '" + program + "'"
                    + (program.contains("/") ? "" : " in PATH " + path) + ". Install it, or give its full path.", null);
        }
        return found;
    }

    private static void checkText(ProcessSpec spec, String text) {
        var shown = text.substring(0, Math.min(20, text.length()));
        if (text.indexOf('\0') >= 0) {
            throw new RunnerException("Cannot start " + spec.name() + ": the argument or variable '"
                    + shown.replace('\0', '?') + "…' contains a NUL character.", null);
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_ARGUMENT_BYTES) {
            throw new RunnerException("Cannot start " + spec.name() + ": the argument or variable '" + shown
                    + "…' has more than 128 KiB, the system's limit. Hand it over by standard input or in a file.", null);
        }
        // The JVM encodes arguments in the locale's charset, and turns what that cannot spell into '?' without a word.
        var charset = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        if (!charset.newEncoder().canEncode(text)) {
            throw new RunnerException("Cannot start " + spec.name() + ": the argument or variable '" + shown + "…' cannot be"
                    + " written in the server's charset " + charset + ". Start the server with LC_ALL=C.UTF-8.", null);
        }
    }

    private static @Nullable Path find(String program, String path) {
        for (var entry : path.split(File.pathSeparator, -1)) {
            // Relative entries would be looked up in the repository under work, which is not to be trusted.
            Path found = entry.startsWith("/") ? executable(Path.of(entry, program)) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Path executable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file) ? file.normalize() : null;
    }

    void launch(ProcessSpec spec, Path program, RunDirectory run) {
        try {
            for (var file : spec.files().entrySet()) {
                writeFile(spec.workingDirectory(), file.getKey(), file.getValue());
            }
            var confinement = spec.confinement();
            var prefix = confinement == null ? List.<String> of() : sandbox.command(spec, confinement, program);
            if (!prefix.isEmpty()) {
                run.markSandboxed();
            }
            spawner.spawn(builder(spec, prefix, program, run));
        } catch (IOException e) {
            run.abandon();
            throw new RunnerException("Cannot start " + spec.name() + " in " + spec.workingDirectory() + ": "
                    + e.getMessage(), e);
        }
    }

    private ProcessBuilder builder(ProcessSpec spec, List<String> prefix, Path program, RunDirectory run) {
        var command = new ArrayList<String>(List.of(setsid.toString(), shell.toString(), spool.shim().toString(),
                run.path().toString(), spool.guard(spec.guard()).toString(), Long.toString(spec.epoch()), toolsPath));
        command.addAll(prefix);
        command.add(program.toString());
        command.addAll(spec.argv().subList(1, spec.argv().size()));
        var builder = new ProcessBuilder(command).directory(spec.workingDirectory().toFile())
                .redirectInput(run.stdin().toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(run.stdout().toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(run.stderr().toFile()));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", EnvironmentPolicy.DEFAULT_PATH);
        environment.putAll(spec.environment());
        environment.putAll(Marker.of(spec, spool.root()).asEnvironment());
        return builder;
    }

    /** By rename, so that a symbolic link that a repository has put there is replaced and not followed. */
    private static void writeFile(Path workingDirectory, Path file, String text) throws IOException {
        var root = workingDirectory.toRealPath();
        var target = root.resolve(file).normalize();
        var parent = target.getParent();
        if (parent == null) {
            throw new IOException("'" + file + "' is not a file's name");
        }
        Spool.createPrivateDirectories(parent);
        if (!file.isAbsolute() && !parent.toRealPath().startsWith(root)) {
            throw new IOException("'" + file + "' leads out of the working directory");
        }
        var made = parent.resolve("." + UUID.randomUUID() + ".tmp");
        try {
            Spool.writePrivate(made, text);
            Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(made);
        }
    }
}
