package dev.ringmaster.agent.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.agent.LaunchSpec;
import dev.ringmaster.agent.cli.Installation;
import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.testing.AgentTasks;

class CodexPlatformTest {

    private final CodexPlatform platform = new CodexPlatform(AgentTasks.NOWHERE);

    @Test
    void work_writes_in_the_worktree_and_takes_no_settings_from_the_repository() {
        LaunchSpec launch = platform.launch(AgentTasks.task("gpt-5", null, false, Map.of("OPENAI_API_KEY", "k")));

        assertThat(launch.argv()).startsWith("/opt/agent", "exec", "--json", "--skip-git-repo-check", "--sandbox",
                "workspace-write").endsWith("--model", "gpt-5", "-")
                .containsSequence("-c", "projects={\"/workspace\"={trust_level=\"untrusted\"}}")
                .containsSequence("-c", "project_doc_max_bytes=0").containsSequence("-c", "analytics.enabled=false");
        assertThat(launch.stdin()).isEqualTo("the prompt");
        assertThat(launch.environment())
                .isEqualTo(Map.of("OPENAI_API_KEY", "k", "CODEX_HOME", "/config", "TMPDIR", "/scratch"));
    }

    @Test
    void a_system_prompt_is_added_to_its_own_as_a_string_of_toml() {
        var ruled = AgentTasks.task(null, null, false, Map.of()).under("Mind\n\tthe \"rules\" \\ \u0007here.");

        assertThat(platform.launch(ruled).argv()).containsSequence("-c",
                "developer_instructions=\"Mind\\n\\tthe \\\"rules\\\" \\\\ here.\"");
    }

    @Test
    void a_thread_is_resumed_by_its_id() {
        assertThat(platform.launch(AgentTasks.task(null, "01a2-x", false, Map.of())).argv()).endsWith("resume", "01a2-x", "-");
    }

    @Test
    void another_sandbox_may_be_configured_but_the_plan_only_reads() {
        Map<String, String> environment = Map.of(CodexPlatform.SANDBOX, "danger-full-access");

        LaunchSpec work = platform.launch(AgentTasks.task(null, null, false, environment));
        LaunchSpec plan = platform.launch(AgentTasks.task(null, null, true, environment));

        assertThat(work.argv()).containsSequence("--sandbox", "danger-full-access");
        assertThat(work.environment()).doesNotContainKey(CodexPlatform.SANDBOX);
        assertThat(plan.argv()).containsSequence("--sandbox", "read-only");
    }

    @Test
    void nothing_from_outside_becomes_an_option() {
        for (var task : List.of(AgentTasks.task(null, "--last", false, Map.of()), AgentTasks.task("-c", null, false, Map.of()),
                AgentTasks.task(null, null, false, Map.of(CodexPlatform.SANDBOX, "none")))) {
            assertThatThrownBy(() -> platform.launch(task)).isInstanceOf(RingmasterException.class);
        }
    }

    @Test
    void the_login_is_told_from_keys_and_files(@TempDir Path home) throws IOException {
        assertThat(loggedIn(home, Map.of())).isFalse();
        assertThat(loggedIn(home, Map.of("OPENAI_API_KEY", "k"))).isTrue();

        Files.writeString(home.resolve("config.toml"), "");
        assertThat(loggedIn(home, Map.of())).isNull();

        Files.writeString(home.resolve("auth.json"), "{}");
        assertThat(loggedIn(home, Map.of())).isTrue();
    }

    private static @org.jspecify.annotations.Nullable Boolean loggedIn(Path home, Map<String, String> environment) {
        return new CodexPlatform(new Installation("no-such-codex", home, environment, Map.of())).probe().loggedIn();
    }
}
