package dev.ringmaster.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What is on disk of one run. Its state is the name of one file, changed by rename only, by the shim or by a server:
 * {@code requested -> running -> exit.<code>}, {@code requested -> exit.fenced | exit.abandoned}. So every change is atomic,
 * has one winner, outlives whoever made it, and needs no room on the disk.
 */
record RunDirectory(Path path) {

    static final String REQUESTED = "requested";
    static final String RUNNING = "running";
    static final String FENCED = "exit.fenced";
    static final String ABANDONED = "exit.abandoned";

    private static final String SANDBOXED = "sandboxed";

    sealed interface State {

        /** There is no directory, or nothing in it that says a state. */
        record Missing() implements State {
        }

        /** A server asked for it; the shim has not come up yet. */
        record Requested(Duration age) implements State {
        }

        /** The shim came up. Whether it still lives is to be seen. */
        record Running() implements State {
        }

        record Exited(int code) implements State {
        }

        record Fenced() implements State {
        }

        /** A server gave the start up; the shim can never come up any more. */
        record Abandoned() implements State {
        }
    }

    Path stdout() {
        return path.resolve("stdout");
    }

    Path stderr() {
        return path.resolve("stderr");
    }

    Path stdin() {
        return path.resolve("stdin");
    }

    Path shimRecord() {
        return path.resolve("shim");
    }

    Path agentRecord() {
        return path.resolve("agent");
    }

    /** Says that the agent is a sandbox with the agent inside: outlives the server, and is needed to stop it well. */
    void markSandboxed() throws IOException {
        Spool.writePrivate(path.resolve(SANDBOXED), "");
    }

    boolean isSandboxed() {
        return Files.exists(path.resolve(SANDBOXED));
    }

    Path stream(Runner.Stream stream) {
        return switch (stream) {
            case STDOUT -> stdout();
            case STDERR -> stderr();
        };
    }

    /** Looks in the order in which the states follow each other, so that a rename in between cannot hide both names. */
    State state() {
        try {
            var requested = Files.getLastModifiedTime(path.resolve(REQUESTED)).toInstant();
            return new State.Requested(Duration.between(requested, Instant.now()));
        } catch (IOException notRequested) {
            return Files.exists(path.resolve(RUNNING)) ? new State.Running() : end();
        }
    }

    private State end() {
        try (var entries = Files.newDirectoryStream(path, "exit.*")) {
            for (var entry : entries) {
                return endNamed(entry.getFileName().toString().substring("exit.".length()));
            }
            return new State.Missing();
        } catch (IOException noDirectory) {
            return new State.Missing();
        }
    }

    private static State endNamed(String end) {
        return switch (end) {
            case "fenced" -> new State.Fenced();
            case "abandoned" -> new State.Abandoned();
            default -> end.matches("\\d{1,3}") ? new State.Exited(Integer.parseInt(end)) : new State.Missing();
        };
    }

    /** When its state or its output last changed; null when it is not there. */
    @Nullable
    Instant changed() {
        return Stream.of(path, stdout(), stderr()).map(RunDirectory::modified).filter(Objects::nonNull)
                .max(Comparator.naturalOrder()).orElse(null);
    }

    private static @Nullable Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException missing) {
            return null;
        }
    }

    /** Makes sure that the shim never comes up. Does nothing when it has come up already. */
    void abandon() {
        try {
            Files.move(path.resolve(REQUESTED), path.resolve(ABANDONED), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException tooLate) {
            // The shim's rename won, or another server's: the state says which.
        }
    }

    @Nullable
    ProcessIdentity shim() {
        return identity(shimRecord());
    }

    @Nullable
    ProcessIdentity agent() {
        return identity(agentRecord());
    }

    private static @Nullable ProcessIdentity identity(Path file) {
        try {
            return ProcessIdentity.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException missing) {
            return null;
        }
    }
}
