package dev.ringmaster.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A git repository with one commit on its branch. */
public final class GitRepository {

    private GitRepository() {
    }

    /** @return the path, as a project takes it */
    public static String create(Path directory, String branch) throws IOException, InterruptedException {
        git(directory, "init", "--quiet", "--initial-branch=" + branch);
        git(directory, "commit", "--quiet", "--allow-empty", "-m", "Begin");
        return directory.toString();
    }

    /** Writes a file and commits it on the branch that is checked out. */
    public static void commit(Path directory, String file, String content) throws IOException, InterruptedException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, content);
        git(directory, "add", "--force", "--", file);
        git(directory, "commit", "--quiet", "-m", "Add " + file);
    }

    /**
     * Runs git there, without the settings of the machine and without hooks.
     *
     * @return what it printed, stripped
     * @throws IllegalStateException if it fails
     */
    public static String git(Path directory, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git", "-C", directory.toString(), "-c", "user.name=Test", "-c",
                "user.email=test@localhost", "-c", "core.hooksPath=/dev/null"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed");
        }
        return output.strip();
    }
}
