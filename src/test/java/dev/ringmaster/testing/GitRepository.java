package dev.ringmaster.testing;

import java.io.IOException;
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
        git(directory, "-c", "user.name=Test", "-c", "user.email=test@localhost", "commit", "--quiet", "--allow-empty", "-m",
                "Begin");
        return directory.toString();
    }

    private static void git(Path directory, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git", "-C", directory.toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).inheritIO();
        process.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        if (process.start().waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed");
        }
    }
}
