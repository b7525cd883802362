package dev.ringmaster.workspace.git;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.RingmasterException;

/**
 * Git in one directory: local commands only, without hooks, filters, external diff, prompts or the user's own
 * configuration. Blocks, so not for an event loop; output passes through files, so any thread will do otherwise. Every
 * command is bounded in time (two minutes unless told otherwise) and output (64 MiB). A lock that another git process
 * holds is waited for up to five seconds.
 */
public final class Git {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(5);
    private static final int OUTPUT_LIMIT = 64 << 20;
    private static final int STDERR_TAIL = 4096;
    private static final byte[] NOTHING = {};

    private final Path directory;
    private final Map<String, String> environment;
    private final Duration timeout;
    private final int outputLimit;
    private final @Nullable Administration administration;

    /** Where git keeps what belongs to this worktree, and what all worktrees of the repository share. */
    private record Administration(Path own, Path shared) {
    }

    private Git(Path directory, Map<String, String> environment, Duration timeout, int outputLimit,
            @Nullable Administration administration) {
        this.directory = directory;
        this.environment = environment;
        this.timeout = timeout;
        this.outputLimit = outputLimit;
        this.administration = administration;
    }

    /**
     * Git in a repository or worktree. Reads its configuration now, to override the programs it names; so do not keep the
     * result longer than one operation.
     */
    public static Git in(Path directory) {
        var reader = outside(directory);
        var settings = reader.run("config", "--list", "-z").fields();
        return new Git(directory, Hardening.environment(settings), TIMEOUT, OUTPUT_LIMIT, null);
    }

    /** Git in a directory that need not be a repository. Must not be used to check out or add files. */
    public static Git outside(Path directory) {
        return new Git(directory, Hardening.environment(), TIMEOUT, OUTPUT_LIMIT, null);
    }

    public Path directory() {
        return directory;
    }

    /** Spares the questions for them: a question costs as much as the work. */
    public Git knowing(Path own, Path shared) {
        return new Git(directory, environment, timeout, outputLimit, new Administration(own, shared));
    }

    /** A file of the worktree's git directory. Of those that all worktrees share, only {@code objects} may be asked for. */
    public Path file(String name) {
        if (administration == null) {
            return directory.resolve(run("rev-parse", "--git-path", name).text());
        }
        return (name.equals("objects") ? administration.shared() : administration.own()).resolve(name);
    }

    public Git with(String variable, String value) {
        var changed = new LinkedHashMap<>(environment);
        changed.put(variable, value);
        return new Git(directory, changed, timeout, outputLimit, administration);
    }

    /** The same overrides in another directory, for a command there that starts another git here. */
    public Git from(Path other) {
        return new Git(other, environment, timeout, outputLimit, null);
    }

    public Git within(Duration limit) {
        return new Git(directory, environment, limit, outputLimit, administration);
    }

    /** @param bytes how much standard output may have before the command is ended */
    public Git printing(int bytes) {
        return new Git(directory, environment, timeout, bytes, administration);
    }

    /** @throws GitException when git fails or exceeds a bound */
    public GitOutput run(String... arguments) {
        return feed(NOTHING, arguments);
    }

    /** Runs with the given standard input. */
    public GitOutput feed(byte[] stdin, String... arguments) {
        var command = List.of(arguments);
        var output = execute(command, stdin);
        if (output.cut()) {
            throw new GitException(command, -1, "", "printed more than " + outputLimit + " bytes and was ended");
        }
        if (!output.ok()) {
            throw new GitException(command, output.exitCode(), output.stderr(), "failed with exit code " + output.exitCode());
        }
        return output;
    }

    /** Like {@link #run}, but a failure or a cut output is an answer. */
    public GitOutput attempt(String... arguments) {
        return execute(List.of(arguments), NOTHING);
    }

    /** For questions answered by exit code 0 (yes) or 1 (no). */
    public boolean holds(String... arguments) {
        var command = List.of(arguments);
        var output = execute(command, NOTHING);
        if (output.exitCode() > 1 || output.exitCode() < 0) {
            throw new GitException(command, output.exitCode(), output.stderr(), "failed with exit code " + output.exitCode());
        }
        return output.ok();
    }

    /** Refuses what git could take for an option, and what is no branch name. Returns the full reference. */
    public String branchRef(String branch) {
        if (branch.startsWith("-") || branch.isBlank() || branch.indexOf('\0') >= 0
                || !attempt("check-ref-format", "refs/heads/" + branch).ok()) {
            throw RingmasterException.invalid("\"" + branch + "\" is not a valid branch name.");
        }
        return "refs/heads/" + branch;
    }

    private GitOutput execute(List<String> arguments, byte[] stdin) {
        long giveUp = System.nanoTime() + LOCK_PATIENCE.toNanos();
        long pause = 10;
        while (true) {
            var output = once(arguments, stdin);
            if (output.ok() || !isPassing(output.stderr()) || System.nanoTime() > giveUp) {
                return output;
            }
            pause(pause);
            pause = Math.min(pause * 2, 250);
        }
    }

    /**
     * A worktree that another process is just adding has an empty {@code commondir} for a moment, at which every command
     * that looks at all worktrees fails ("failed to read .git/worktrees/x/commondir: Success", seen with git 2.39).
     */
    private static boolean isPassing(String stderr) {
        return saysLocked(stderr) || stderr.contains("/commondir: ");
    }

    /**
     * Whether git found a lock file. A compare-and-swap that lost also says "cannot lock ref", but not "File exists", and
     * must not be repeated.
     */
    static boolean saysLocked(String stderr) {
        return stderr.contains(".lock': File exists") || stderr.contains("could not lock config file");
    }

    private GitOutput once(List<String> arguments, byte[] stdin) {
        try {
            var scratch = Files.createTempDirectory("ringmaster-git-");
            try {
                return once(arguments, stdin, scratch);
            } finally {
                for (String file : List.of("in", "out", "err")) {
                    Files.deleteIfExists(scratch.resolve(file));
                }
                Files.deleteIfExists(scratch);
            }
        } catch (IOException e) {
            throw new GitException(arguments, -1, String.valueOf(e.getMessage()), "could not be started in " + directory);
        }
    }

    private GitOutput once(List<String> arguments, byte[] stdin, Path scratch) throws IOException {
        var argv = new ArrayList<>(List.of("git", "--no-pager"));
        argv.addAll(arguments);
        var out = scratch.resolve("out");
        var err = scratch.resolve("err");
        var builder = new ProcessBuilder(argv).directory(directory.toFile())
                .redirectOutput(out.toFile()).redirectError(err.toFile());
        if (stdin.length > 0) {
            builder.redirectInput(Files.write(scratch.resolve("in"), stdin).toFile());
        } else {
            builder.redirectInput(Path.of("/dev/null").toFile());
        }
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = builder.start();
        boolean cut;
        try {
            cut = !awaitWithin(process, out, arguments);
        } finally {
            end(process);
        }
        byte[] stdout = head(out);
        return new GitOutput(cut ? -1 : process.exitValue(), stdout, tail(err), cut || stdout.length < Files.size(out));
    }

    /** False when the process printed too much. */
    private boolean awaitWithin(Process process, Path out, List<String> arguments) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() > deadline) {
                    throw new GitException(arguments, -1, "", "did not end within " + timeout.toSeconds() + " s and was ended");
                }
                if (Files.size(out) > outputLimit) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GitException(arguments, -1, "", "was interrupted");
        }
    }

    private static void end(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
    }

    private byte[] head(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(outputLimit);
        }
    }

    private static String tail(Path file) throws IOException {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(Math.max(0, in.length() - STDERR_TAIL));
            byte[] bytes = new byte[STDERR_TAIL];
            int read = Math.max(0, in.read(bytes));
            return new String(Arrays.copyOf(bytes, read), StandardCharsets.UTF_8).replace('\0', '\uFFFD');
        }
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a lock of git", e);
        }
    }
}
