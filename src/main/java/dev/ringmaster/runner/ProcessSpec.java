package dev.ringmaster.runner;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A process to run.
 *
 * @param name unique for ever, safe as a directory name, such as {@code run-<uuid>-3-e7}: the spool's name, and the marker
 *        that every descendant carries in its environment
 * @param guard what only one live process tree may hold at a time, such as a card's id; safe as a file name
 * @param epoch the owner's epoch for the guard: a process of a lower epoch than the highest seen never starts
 * @param argv the program and its arguments; a program without a slash is looked up in the environment's PATH. One argument
 *        may have 128 KiB at most (the kernel's limit): longer texts go through {@code stdin} or {@code files}
 * @param environment the complete environment of the process; nothing is inherited from the server. Names as in a shell;
 *        {@code RINGMASTER_RUN}, {@code _GUARD}, {@code _EPOCH} and {@code _SPOOL} are the runner's own
 * @param files further files to write before the start, with mode 0600; relative paths lie in the working directory
 * @param stdin the whole of standard input
 * @param confinement what of this machine it may reach; null for all that the server's user can
 */
public record ProcessSpec(String name, String guard, long epoch, Path workingDirectory, List<String> argv,
        Map<String, String> environment, Map<Path, String> files, String stdin, @Nullable Confinement confinement) {

    private static final long MAX_EPOCH = 999_999_999_999_999_999L;
    private static final Pattern SAFE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> RESERVED = Set.of(Marker.RUN, Marker.GUARD, Marker.EPOCH, Marker.SPOOL);

    public ProcessSpec {
        requireSafe("name", name);
        requireSafe("guard", guard);
        if (epoch < 0 || epoch > MAX_EPOCH) {
            throw new IllegalArgumentException("the epoch of " + name + " is " + epoch + "; it must be from 0 to 18 digits");
        }
        if (argv.isEmpty() || argv.get(0).isEmpty()) {
            throw new IllegalArgumentException("a process needs at least the program to start");
        }
        environment.keySet().forEach(ProcessSpec::requireVariable);
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        files = Map.copyOf(files);
    }

    /** A process that may reach all that the server's user can. */
    public ProcessSpec(String name, String guard, long epoch, Path workingDirectory, List<String> argv,
            Map<String, String> environment, Map<Path, String> files, String stdin) {
        this(name, guard, epoch, workingDirectory, argv, environment, files, stdin, null);
    }

    /** Whether a text can be a run's or a guard's name: a file name of at most 128 plain characters. */
    static boolean isSafe(String text) {
        return SAFE_NAME.matcher(text).matches();
    }

    private static void requireSafe(String what, String text) {
        if (!isSafe(text)) {
            throw new IllegalArgumentException("the " + what + " '" + text + "' is not safe as a file name: use at most 128"
                    + " letters, digits, '.', '_' and '-', and begin with a letter or digit");
        }
    }

    /** A shell stands between the server and the process, and shells drop variables whose name they cannot spell. */
    private static void requireVariable(String variable) {
        if (!VARIABLE.matcher(variable).matches() || variable.startsWith("ringmaster_") || RESERVED.contains(variable)) {
            throw new IllegalArgumentException("the variable '" + variable + "' cannot be given to a process: its name must be"
                    + " letters, digits and '_', and none of the runner's own");
        }
    }

    /** Names what runs, without prompts and secrets, so that it may be logged. */
    @Override
    public String toString() {
        return "ProcessSpec[" + name + ", guard " + guard + ", epoch " + epoch + ", " + argv.get(0) + "]";
    }
}
