package dev.ringmaster.agent;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Finds installed programs and asks them for their version. */
public final class Executables {

    /** Aider takes 3 seconds on an idle machine, and several times that beside a few busy agents. */
    private static final long VERSION_SECONDS = 30;
    private static final int VERSION_BYTES = 64 * 1024;
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+(?:\\.\\d+)?[0-9A-Za-z.+-]*");

    private Executables() {
    }

    /**
     * Looks for an executable file.
     *
     * @param command a path, or a bare name that is looked for in the directories of {@code searchPath}
     * @param searchPath directories separated as in the environment variable PATH
     * @return the absolute path of an executable file
     */
    public static Optional<Path> find(String command, String searchPath) {
        if (command.indexOf('/') >= 0) {
            return executable(command, "");
        }
        for (String directory : searchPath.split(File.pathSeparator, -1)) {
            Optional<Path> found = directory.isEmpty() ? Optional.empty() : executable(directory, command);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> executable(String first, String more) {
        try {
            Path path = Path.of(first, more).toAbsolutePath().normalize();
            return Files.isRegularFile(path) && Files.isExecutable(path) ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }

    /**
     * Runs {@code program --version} in the given environment alone, for 30 seconds at most.
     *
     * @return the first thing in its output that looks like a version
     */
    public static Optional<String> version(Path program, Map<String, String> environment) throws InterruptedException {
        Path output = null;
        try {
            output = Files.createTempFile("ringmaster-version", ".txt");
            ProcessBuilder builder = new ProcessBuilder(List.of(program.toString(), "--version"))
                    .redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                if (!process.waitFor(VERSION_SECONDS, TimeUnit.SECONDS)) {
                    return Optional.empty();
                }
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            return versionIn(output);
        } catch (IOException cannotRun) {
            return Optional.empty();
        } finally {
            delete(output);
        }
    }

    private static Optional<String> versionIn(Path output) throws IOException {
        try (var stream = Files.newInputStream(output)) {
            Matcher matcher = VERSION.matcher(new String(stream.readNBytes(VERSION_BYTES), StandardCharsets.UTF_8));
            return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException leftBehind) {
            // a stray file of some bytes in the temporary directory harms nobody
        }
    }
}
