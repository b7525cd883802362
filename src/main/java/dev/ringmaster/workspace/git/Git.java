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
    /** By its path: Java looks a bare name up in the server's own PATH, beginning in the directory that it is started in. */
    private static final List<String> GIT = List.of(program(), "--no-pager");

    private final Path directory;
    private final Map<String, String> environment;
    private final Duration timeout;
    private final int outputLimit;
    private final @Nullable Administration administration;
    private final List<String> fence;

    /** Where git keeps what belongs to this worktree, and what all worktrees of the repository share. */
    private record Administration(Path own, Path shared) {
    }

    private static String program() {
        return Arrays.stream(Hardening.SEARCH_PATH.split(":")).map(entry -> Path.of(entry, "git")).filter(Files::isExecutable)
                .map(Path::toString).findFirst().orElse("git");
    }

    private Git(Path directory, Map<String, String> environment, Duration timeout, int outputLimit,
            @Nullable Administration administration, List<String> fence) {
        this.directory = directory;
        this.environment = environment;
        this.timeout = timeout;
        this.outputLimit = outputLimit;
        this.administration = administration;
        this.fence = fence;
    }

    /**
     * Git in a repository or worktree. Reads its configuration now, to override the programs it names; so do not keep the
     * result longer than one operation.
     */
    public static Git in(Path directory) {
        var reader = outside(directory);
        var settings = reader.run("config", "--list", "-z").fields();
        return new Git(directory, Hardening.environment(settings), TIMEOUT, OUTPUT_LIMIT, null, List.of());
    }

    /** Git in a directory that need not be a repository. Must not be used to check out or add files. */
    public static Git outside(Path directory) {
        return new Git(directory, Hardening.environment(), TIMEOUT, OUTPUT_LIMIT, null, List.of());
    }

    public Path directory() {
        return directory;
    }

    /**
     * Git in a worktree, told where it is and not asked: neither a {@code .git} file that changes now nor a setting can lead
     * it elsewhere. Like {@link #in}, not to be kept.
     *
     * @param own where git keeps what belongs to this worktree alone
     * @param shared what all worktrees of the repository share
     */
    public static Git inWorktree(Path worktree, Path own, Path shared) {
        var place = place(worktree, own, shared);
        return new Git(worktree, with(Hardening.environment(settings(worktree, own, shared)), place), TIMEOUT, OUTPUT_LIMIT,
                new Administration(own, shared), List.of());
    }

    private static Map<String, String> place(Path worktree, Path own, Path shared) {
        return Map.of("GIT_DIR", own.toString(), "GIT_COMMON_DIR", shared.toString(), "GIT_WORK_TREE", worktree.toString());
    }

    /** What the repository's own configuration says, as {@code git config --list -z} tells it. */
    private static List<String> settings(Path worktree, Path own, Path shared) {
        var reader = new Git(worktree, with(Hardening.environment(), place(worktree, own, shared)), TIMEOUT, OUTPUT_LIMIT, null,
                List.of());
        return KnownSettings.of(own, List.of(shared.resolve("config"), own.resolve("config.worktree")),
                () -> reader.run("config", "--list", "-z").fields());
    }

    /**
     * What a git that somebody else runs in a worktree is to be told, so that the repository's configuration starts nothing.
     */
    public static Map<String, String> harmless(Path worktree, Path own, Path shared) {
        return Hardening.harmless(settings(worktree, own, shared));
    }

    private static Map<String, String> with(Map<String, String> environment, Map<String, String> more) {
        var all = new LinkedHashMap<>(environment);
        all.putAll(more);
        return all;
    }

    /** Puts a command before each of git's that decides whether it may run, and exits with a code of its own if not. */
    public Git behind(List<String> decidingCommand) {
        return new Git(directory, environment, timeout, outputLimit, administration, List.copyOf(decidingCommand));
    }

    /** A file of the worktree's git directory. Of those that all worktrees share, only {@code objects} may be asked for. */
    public Path file(String name) {
        if (administration == null) {
            return directory.resolve(run("rev-parse", "--git-path", name).text());
        }
        return (name.equals("objects") ? administration.shared() : administration.own()).resolve(name);
    }

    public Git with(String variable, String value) {
        return new Git(directory, with(environment, Map.of(variable, value)), timeout, outputLimit, administration, fence);
    }

    /** Overrides a setting of git's configuration, whatever any file says. */
    public Git configured(String key, String value) {
        int n = Integer.parseInt(environment.getOrDefault("GIT_CONFIG_COUNT", "0"));
        return with("GIT_CONFIG_KEY_" + n, key).with("GIT_CONFIG_VALUE_" + n, value)
                .with("GIT_CONFIG_COUNT", Integer.toString(n + 1));
    }

    /** The same overrides in another directory, for a command there that starts another git here. */
    public Git from(Path other) {
        var elsewhere = new LinkedHashMap<>(environment);
        elsewhere.keySet().removeAll(List.of("GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE"));
        return new Git(other, elsewhere, timeout, outputLimit, null, fence);
    }

    public Git within(Duration limit) {
        return new Git(directory, environment, limit, outputLimit, administration, fence);
    }

    /** @param bytes how much standard output may have before the command is ended */
    public Git printing(int bytes) {
        return new Git(directory, environment, timeout, bytes, administration, fence);
    }

    /** @throws GitException when git fails or exceeds a bound */
    public GitOutput run(String... arguments) {
        return feed(NOTHING, arguments);
    }

    /** Runs with the given standard input. */
    public GitOutput feed(byte[] stdin, String... arguments) {
        var command = List.of(arguments);
        return demand(command, execute(GIT, command, stdin), 0);
    }

    /**
     * Runs a script of sh, whose commands of git cost a fraction of what each costs from here.
     *
     * @param answer an exit code that is an answer and no failure
     */
    public GitOutput script(String name, String script, int answer, byte[] stdin, String... arguments) {
        return demand(List.of(name), execute(List.of("/bin/sh", "-c", script, name), List.of(arguments), stdin), answer);
    }

    private GitOutput demand(List<String> command, GitOutput output, int answer) {
        if (output.cut()) {
            throw new GitException(command, -1, "", "printed more than " + outputLimit + " bytes and was ended");
        }
        if (!output.ok() && output.exitCode() != answer) {
            throw new GitException(command, output.exitCode(), output.stderr(), "failed with exit code " + output.exitCode());
        }
        return output;
    }

    /** Like {@link #run}, but a failure or a cut output is an answer. */
    public GitOutput attempt(String... arguments) {
        return execute(GIT, List.of(arguments), NOTHING);
    }

    /** For questions answered by exit code 0 (yes) or 1 (no). */
    public boolean holds(String... arguments) {
        var command = List.of(arguments);
        var output = execute(GIT, command, NOTHING);
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

    private GitOutput execute(List<String> program, List<String> arguments, byte[] stdin) {
        long giveUp = System.nanoTime() + LOCK_PATIENCE.toNanos();
        long pause = 10;
        while (true) {
            var output = once(program, arguments, stdin);
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

    private GitOutput once(List<String> program, List<String> arguments, byte[] stdin) {
        try {
            var scratch = Files.createTempDirectory("ringmaster-git-");
            try {
                return once(program, arguments, stdin, scratch);
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

    private GitOutput once(List<String> program, List<String> arguments, byte[] stdin, Path scratch) throws IOException {
        var argv = new ArrayList<>(fence);
        argv.addAll(program);
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
