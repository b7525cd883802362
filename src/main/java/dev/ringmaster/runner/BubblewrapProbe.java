package dev.ringmaster.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.ServerUser;

/** Finds bubblewrap and tries it: namespaces may be refused by the kernel, a security module, or the container around. */
final class BubblewrapProbe {

    private static final long PATIENCE_SECONDS = 10;
    private static final List<String> COMMON = List.of("--unshare-pid", "--unshare-ipc", "--unshare-uts",
            "--unshare-cgroup-try", "--die-with-parent", "--cap-drop", "ALL");
    /** Root may make namespaces for users within its own only with this right, which reaches no further than that. */
    private static final List<String> NESTED_AS_ROOT = List.of("--cap-add", "CAP_SETFCAP");
    private static final List<String> TRIED = List.of("--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs",
            "/tmp", "--", "/bin/sh", "-c", "exit 0");

    /**
     * @param program bwrap and the options under which it works; null when there is no sandbox
     * @param message for people
     */
    record Found(@Nullable List<String> program, boolean closesNetwork, String message) {
    }

    private record Answer(int exitCode, String output) {

        String line() {
            return output.lines().filter(line -> !line.isBlank()).findFirst().orElse("exit code " + exitCode).strip();
        }
    }

    private BubblewrapProbe() {
    }

    static Found look(@Nullable String searchPath) {
        var bwrap = Stream.concat(Arrays.stream((searchPath == null ? "" : searchPath).split(":")),
                Stream.of("/usr/bin", "/usr/local/bin")).filter(entry -> entry.startsWith("/"))
                .map(entry -> Path.of(entry, "bwrap")).filter(Files::isExecutable).findFirst();
        if (bwrap.isEmpty()) {
            return nothing("bubblewrap is not installed. Install it with: sudo apt-get install bubblewrap");
        }
        Answer refused = new Answer(-1, "");
        // With a user namespace first: it also takes the rights of a server that runs as root.
        for (var user : List.of(List.of("--unshare-user"), List.<String> of())) {
            var program = new ArrayList<>(List.of(bwrap.get().toString()));
            program.addAll(user);
            program.addAll(COMMON);
            if (!user.isEmpty() && ServerUser.isRoot()) {
                program.addAll(NESTED_AS_ROOT);
            }
            var answer = run(program, TRIED);
            if (answer.exitCode() == 0) {
                return works(bwrap.get(), program);
            }
            refused = refused.output().isEmpty() ? answer : refused;
        }
        return nothing("bubblewrap is installed and does not work here (" + refused.line()
                + "). The system has to permit user namespaces, and /proc to be mounted in them.");
    }

    private static Found works(Path bwrap, List<String> program) {
        var closed = new ArrayList<>(program);
        closed.add("--unshare-net");
        boolean closesNetwork = run(closed, TRIED).exitCode() == 0;
        return new Found(List.copyOf(program), closesNetwork, "Agents and commands run in a sandbox ("
                + run(List.of(bwrap.toString()), List.of("--version")).line() + "): they see the system read-only, and no"
                + " private files but their own." + (closesNetwork ? "" : " Their network cannot be closed here."));
    }

    private static Found nothing(String why) {
        return new Found(null, false, "No sandbox: agents can read and change all that the server's user can. " + why);
    }

    private static Answer run(List<String> program, List<String> arguments) {
        var command = Stream.concat(program.stream(), arguments.stream()).toList();
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile()).directory(Path.of("/").toFile());
            builder.environment().clear();
            builder.environment().put("PATH", EnvironmentPolicy.DEFAULT_PATH);
            var process = builder.start();
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return new Answer(process.exitValue(),
                        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            }
            process.destroyForcibly();
            return new Answer(-1, "it does not end");
        } catch (IOException e) {
            return new Answer(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(-1, "interrupted");
        }
    }
}
