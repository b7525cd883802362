package dev.ringmaster.agent.opencode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.ringmaster.agent.LaunchSpec;
import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.testing.AgentTasks;

class OpencodePlatformTest {

    private final OpencodePlatform platform = new OpencodePlatform(AgentTasks.NOWHERE);

    @Test
    void work_is_done_without_questions_and_without_the_repository_s_configuration() {
        LaunchSpec launch = platform.launch(AgentTasks.task("openai/gpt-5", "ses_1", false, Map.of("OPENAI_API_KEY", "k")));

        assertThat(launch.argv()).endsWith("/opt/agent", "run", "--format", "json", "--auto", "--print-logs",
                "--log-level", "ERROR", "--model", "openai/gpt-5",
                "--session", "ses_1");
        assertThat(launch.stdin()).isEqualTo("the prompt");
        assertThat(launch.environment()).containsAllEntriesOf(Map.of("OPENCODE_DISABLE_PROJECT_CONFIG", "1", "OPENAI_API_KEY",
                "k", "XDG_CONFIG_HOME", "/config/.config", "XDG_DATA_HOME", "/config/.local/share", "TMPDIR", "/scratch",
                OpencodePlatform.CONFIG, "{\"autoupdate\":false,\"share\":\"disabled\"}"));
    }

    @Test
    void the_plan_denies_what_writes_or_runs_whatever_the_subscription_says() {
        LaunchSpec launch = platform.launch(AgentTasks.task(null, null, true,
                Map.of(OpencodePlatform.CONFIG, "{\"provider\":{\"x\":{}},\"share\":\"auto\",\"permission\":\"allow\"}")));

        assertThat(launch.argv()).containsSequence("--agent", "plan");
        assertThat(launch.environment().get(OpencodePlatform.CONFIG)).contains("\"provider\":{\"x\":{}}",
                "\"share\":\"disabled\"", "\"edit\":\"deny\"", "\"bash\":\"deny\"").doesNotContain("allow");
    }

    @Test
    void a_subscription_may_change_the_defaults_but_not_the_isolation() {
        LaunchSpec launch = platform.launch(AgentTasks.task(null, null, false,
                Map.of("OPENCODE_DISABLE_DEFAULT_PLUGINS", "0", "OPENCODE_DISABLE_PROJECT_CONFIG", "0")));

        assertThat(launch.environment()).containsEntry("OPENCODE_DISABLE_DEFAULT_PLUGINS", "0")
                .containsEntry("OPENCODE_DISABLE_PROJECT_CONFIG", "1");
    }

    @Test
    void it_is_not_started_where_the_repository_has_files_that_it_would_obey() {
        var careful = platform.launch(AgentTasks.task(null, null, false, Map.of()));
        var trusting = platform.launch(AgentTasks.task(null, null, false, Map.of()).trusting(true));

        assertThat(careful.argv()).startsWith("sh", "/scratch/preflight.sh", "-f", "opencode.json", "-f", "opencode.jsonc",
                "-f",
                ".opencode", "--", "/opt/agent");
        assertThat(trusting.argv()).startsWith("sh", "/scratch/preflight.sh", "--", "/opt/agent");
        assertThat(trusting.environment()).doesNotContainKey("OPENCODE_DISABLE_PROJECT_CONFIG");
    }

    @Test
    void nothing_from_outside_becomes_an_option() {
        for (var task : List.of(AgentTasks.task(null, "-c", false, Map.of()), AgentTasks.task("--share", null, false, Map.of()),
                AgentTasks.task(null, null, false, Map.of(OpencodePlatform.CONFIG, "[]")))) {
            assertThatThrownBy(() -> platform.launch(task)).isInstanceOf(RingmasterException.class);
        }
    }
}
