package dev.ringmaster.support.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.ringmaster.support.ServerUser;

/**
 * Runs Postgres' own programs. Postgres refuses to run as uid 0, so root runs them in a user namespace without a mapping,
 * where the same files belong to the same owner, who has no name and no power there.
 */
final class PostgresTool {

    private static final List<String> NAMESPACE = List.of("unshare", "--user", "--");

    private final Path bin;
    private final boolean root;

    PostgresTool(Path binaries) {
        this.bin = binaries.resolve("bin");
        this.root = ServerUser.isRoot();
    }

    record Result(int exitCode, String output) {

        boolean failed() {
            return exitCode != 0;
        }
    }

    /** As it stands in the command line of a Postgres that {@code pg_ctl} started: without links. */
    Path postgres() {
        try {
            return bin.resolve("postgres").toRealPath();
        } catch (IOException e) {
            throw new PostgresException("The program " + bin.resolve("postgres") + " is missing (" + e + "). Delete "
                    + bin.getParent() + " and start again: it is unpacked anew.", e);
        }
    }

    Result run(String program, Duration atMost, String... arguments) {
        var command = new ArrayList<String>(root ? NAMESPACE : List.of());
        command.add(bin.resolve(program).toString());
        command.addAll(List.of(arguments));
        return run(command, atMost);
    }

    /** Says what is wrong before Postgres' own, misleading complaint about root does. */
    void checkUser() {
        if (!root) {
            return;
        }
        var command = new ArrayList<>(NAMESPACE);
        command.add("true");
        Result result;
        try {
            result = run(command, Duration.ofSeconds(10));
        } catch (PostgresException e) {
            result = new Result(127, String.valueOf(e.getMessage()));
        }
        if (result.failed()) {
            throw new PostgresException("Postgres does not run as root, and a user namespace to run it in is not permitted"
                    + " here (unshare --user: " + result.output().strip() + "). Start Ringmaster as another user, or point"
                    + " it to a Postgres of yours with QUARKUS_DATASOURCE_REACTIVE_URL, QUARKUS_DATASOURCE_USERNAME and"
                    + " QUARKUS_DATASOURCE_PASSWORD.");
        }
    }

    private static Result run(List<String> command, Duration atMost) {
        // Output goes to a file: a pipe would be kept open by whatever the program leaves running.
        try {
            Path output = Files.createTempFile("ringmaster-postgres", ".out");
            try {
                Process process = start(command, output);
                if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    return new Result(-1, Files.readString(output) + "\n(ended after " + atMost.toSeconds() + " s)");
                }
                return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new PostgresException(command.getFirst() + " cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresException("Interrupted while waiting for " + command, e);
        }
    }

    private static Process start(List<String> command, Path output) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        // Postgres needs nothing of our environment, and what it has, its extensions and children have too.
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
        environment.clear();
        environment.putAll(Map.of("PATH", path, "LC_ALL", "C", "TZ", "UTC"));
        return builder.start();
    }
}
