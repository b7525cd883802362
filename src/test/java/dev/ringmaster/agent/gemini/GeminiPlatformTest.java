package dev.ringmaster.agent.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.agent.LaunchSpec;
import dev.ringmaster.agent.Usage;
import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.testing.AgentTasks;

class GeminiPlatformTest {

    private final GeminiPlatform platform = new GeminiPlatform(AgentTasks.NOWHERE);

    @Test
    void work_is_done_without_questions_where_the_repository_steers_nothing() {
        LaunchSpec launch = platform.launch(AgentTasks.task("flash", "s-1", false, Map.of("GEMINI_API_KEY", "k")));

        assertThat(launch.argv()).startsWith("sh", "/scratch/preflight.sh", "-f", ".env", "-f", ".gemini/settings.json", "-f",
                ".gemini/.env")
                .containsSequence("-d", "/scratch/gemini-settings.json", "/config/.gemini/settings.json", "--", "/opt/agent",
                        "--output-format", "stream-json", "--skip-trust", "--yolo", "--model", "flash", "--resume", "s-1",
                        "-p");
        assertThat(launch.stdin()).isEqualTo("the prompt");
        assertThat(launch.files().get(Path.of("/scratch/gemini-settings.json")))
                .contains("\"selectedType\": \"gemini-api-key\"");
        assertThat(launch.files()).containsKeys(Path.of("/scratch/preflight.sh"), Path.of("/scratch/gemini-settings.json"));
        assertThat(launch.environment()).containsAllEntriesOf(Map.of("GEMINI_CLI_HOME", "/config", "TMPDIR", "/scratch",
                "GEMINI_CLI_NO_RELAUNCH", "true", "GEMINI_API_KEY", "k"));
    }

    @Test
    void the_plan_has_no_tools_that_write() {
        assertThat(platform.launch(AgentTasks.task(null, null, true, Map.of())).argv()).doesNotContain("--yolo");
    }

    @Test
    void a_trusted_repository_may_hold_what_it_likes() {
        LaunchSpec launch = platform.launch(AgentTasks.task(null, null, false, Map.of()).trusting(true));

        assertThat(launch.argv()).doesNotContain("-f", "-l");
    }

    @Test
    void the_directory_that_is_configured_may_be_the_cli_s_own() {
        AgentTask task = new AgentTask("p", Path.of("/w"), Path.of("/s"), Path.of("/home/me/.gemini"), Map.of(), null, null,
                Usage.NONE, false);

        assertThat(platform.launch(task).environment()).containsEntry("GEMINI_CLI_HOME", "/home/me");
    }

    @Test
    void nothing_from_outside_becomes_an_option() {
        for (var task : List.of(AgentTasks.task(null, "--yolo", true, Map.of()), AgentTasks.task("-y", null, true, Map.of()))) {
            assertThatThrownBy(() -> platform.launch(task)).isInstanceOf(RingmasterException.class);
        }
    }
}
