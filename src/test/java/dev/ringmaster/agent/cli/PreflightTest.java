package dev.ringmaster.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.agent.LaunchSpec;
import dev.ringmaster.agent.Usage;

/** Runs the script for real: it stands between a hostile repository and a credential. */
class PreflightTest {

    private final Path worktree;
    private final Path scratch;

    PreflightTest(@TempDir Path directory) {
        this.worktree = directory.resolve("work tree");
        this.scratch = directory.resolve("scratch");
    }

    @BeforeEach
    void layOut() throws IOException {
        Files.createDirectories(worktree);
        Files.createDirectories(scratch);
    }

    @Test
    void an_agent_starts_in_a_repository_without_such_files() throws Exception {
        assertThat(run(new Preflight(task()).forbid(List.of(".env", ".x/y")))).isEqualTo("0 agent a b *");
    }

    @Test
    void an_agent_does_not_start_beside_a_file_it_would_obey() throws Exception {
        Files.writeString(worktree.resolve(".env"), "OPENAI_API_BASE=http://elsewhere");

        assertThat(run(new Preflight(task()).forbid(List.of(".x", ".env"))))
                .startsWith("78 Not started: the repository holds .env")
                .doesNotContain("agent a b");
    }

    @Test
    void a_link_to_nowhere_is_such_a_file_too() throws Exception {
        Files.createSymbolicLink(worktree.resolve(".env"), Path.of("created-later"));

        assertThat(run(new Preflight(task()).forbid(List.of(".env")))).startsWith("78 ");
    }

    @Test
    void an_agent_does_not_start_beside_a_link_that_leads_out_of_the_tree() throws Exception {
        Path inside = Files.createDirectories(worktree.resolve("some folder"));
        Files.writeString(inside.resolve("README.md"), "read it");
        Files.createSymbolicLink(worktree.resolve("RULES.md"), Path.of("some folder/README.md"));
        assertThat(run(new Preflight(task()).forbidLinksOut("RULES.md"))).isEqualTo("0 agent a b *");

        Path outside = Files.writeString(scratch.resolve("secret"), "not to be read");
        Files.createSymbolicLink(inside.resolve("RULES.md"), outside);
        assertThat(run(new Preflight(task()).forbidLinksOut("RULES.md")))
                .startsWith("78 Not started: in the repository ./some folder/RULES.md is a link")
                .doesNotContain("agent a b");
    }

    @Test
    void a_file_is_provided_only_where_there_is_none() throws Exception {
        Path source = Files.writeString(scratch.resolve("source"), "ours");
        Path missing = scratch.resolve("new dir/settings.json");
        Path present = Files.writeString(scratch.resolve("present.json"), "theirs");

        assertThat(run(new Preflight(task()).provide(source, missing).provide(source, present))).startsWith("0 ");

        assertThat(missing).hasContent("ours");
        assertThat(present).hasContent("theirs");
    }

    @Test
    void a_directory_of_the_cli_ignores_itself() throws Exception {
        assertThat(run(new Preflight(task()).ignored(".cache.v4"))).startsWith("0 ");

        assertThat(worktree.resolve(".cache.v4/.gitignore")).hasContent("*");
    }

    private AgentTask task() {
        return new AgentTask("p", worktree, scratch, scratch, Map.of(), null, null, Usage.NONE, false);
    }

    /** The exit code and all output. */
    private String run(Preflight preflight) throws IOException, InterruptedException {
        LaunchSpec launch = preflight
                .before(new LaunchSpec(List.of("echo", "agent", "a b", "*"), Map.of("PATH", "/usr/bin:/bin"), Map.of(), ""));
        for (var file : launch.files().entrySet()) {
            Files.writeString(file.getKey(), file.getValue());
        }
        ProcessBuilder builder = new ProcessBuilder(launch.argv()).directory(worktree.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(launch.environment());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + output.strip();
    }
}
