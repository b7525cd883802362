package dev.ringmaster.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import dev.ringmaster.workspace.git.GitSettings;

/** A real repository in a temporary directory, used by a plain git, as an agent or a person would use it. */
record GitFixture(Path home, Path repository, Path root) {

    static final UUID PROJECT = UUID.fromString("a1b2c3d4-0000-4000-8000-000000000000");

    static GitFixture in(Path temporary) throws IOException {
        var home = temporary.toRealPath();
        var fixture = new GitFixture(home, Files.createDirectory(home.resolve("repository")), home.resolve("worktrees"));
        fixture.git(fixture.repository, "init", "-q", "-b", "main");
        fixture.commit(fixture.repository, "README.md", "hello\n");
        return fixture;
    }

    Workspace workspace(Workspaces workspaces, int number, String title) {
        return workspaces.create(repository, PROJECT, root, number, title, "main", null);
    }

    Path write(Path directory, String name, String content) throws IOException {
        var file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    String commit(Path directory, String name, String content) throws IOException {
        write(directory, name, content);
        git(directory, "add", "--", name);
        git(directory, "commit", "-q", "-m", "change " + name);
        return git(directory, "rev-parse", "HEAD");
    }

    String git(Path directory, String... arguments) {
        var result = tryGit(directory, arguments);
        assertThat(result.exitCode()).as("git %s: %s", List.of(arguments), result.output()).isZero();
        return result.output().strip();
    }

    record Result(int exitCode, String output) {
    }

    Result tryGit(Path directory, String... arguments) {
        return tryGit(directory, Map.of(), arguments);
    }

    /** @param settings of git, by key */
    Result tryGit(Path directory, Map<String, String> settings, String... arguments) {
        var argv = new ArrayList<>(List.of("git"));
        argv.addAll(List.of(arguments));
        try {
            var out = home.resolve("out-" + UUID.randomUUID());
            var builder = new ProcessBuilder(argv).directory(directory.toFile()).redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .redirectInput(Path.of("/dev/null").toFile());
            builder.environment().clear();
            builder.environment()
                    .putAll(Map.of("PATH", System.getenv("PATH"), "HOME", home.toString(), "GIT_CONFIG_NOSYSTEM", "1",
                            "GIT_AUTHOR_NAME", "Agent", "GIT_AUTHOR_EMAIL", "agent@example.org", "GIT_COMMITTER_NAME", "Agent",
                            "GIT_COMMITTER_EMAIL", "agent@example.org", "GIT_EDITOR", ":"));
            builder.environment().putAll(GitSettings.variables(settings));
            var process = builder.start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            var text = Files.readString(out, StandardCharsets.ISO_8859_1);
            Files.delete(out);
            return new Result(process.exitValue(), text);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
