package dev.ringmaster.agent.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.agent.LaunchSpec;
import dev.ringmaster.agent.Usage;
import dev.ringmaster.agent.cli.Installation;
import dev.ringmaster.support.RingmasterException;

class ClaudePlatformTest {

    private final ClaudePlatform platform = new ClaudePlatform(
            new Installation("/opt/claude", Path.of("/cfg"), Map.of(), Map.of()));

    @Test
    void coding_may_edit_and_run_commands_and_takes_no_settings_from_the_repository() {
        LaunchSpec launch = platform.launch(task("sonnet", "0a1b-2c", false));

        assertThat(launch.argv()).containsExactly("/opt/claude", "-p", "--output-format", "stream-json", "--verbose",
                "--setting-sources", "user", "--strict-mcp-config", "--permission-mode", "acceptEdits", "--allowedTools",
                "Bash", "--resume", "0a1b-2c", "--model", "sonnet");
        assertThat(launch.stdin()).isEqualTo("the prompt");
        assertThat(launch.files()).isEmpty();
    }

    @Test
    void planning_may_not_write() {
        assertThat(platform.launch(task(null, null, true)).argv()).containsSequence("--permission-mode", "plan")
                .contains("--setting-sources", "--strict-mcp-config")
                .doesNotContain("acceptEdits", "--allowedTools", "--resume", "--model");
    }

    @Test
    void a_system_prompt_is_added_to_its_own() {
        AgentTask plain = task("sonnet", null, false);
        AgentTask ruled = plain.under("Mind\nthe \"rules\".");

        assertThat(platform.takesSystemPrompt()).isTrue();
        assertThat(platform.launch(ruled).argv()).containsSequence("--append-system-prompt", "Mind\nthe \"rules\".");
        assertThat(platform.launch(plain).argv()).doesNotContain("--append-system-prompt");
    }

    @Test
    void it_is_told_what_is_left_to_spend() {
        assertThat(platform.launch(task("sonnet", null, false).within(new BigDecimal("0.000001"))).argv())
                .endsWith("--max-budget-usd", "0.000001");
        assertThat(platform.launch(task("sonnet", null, false)).argv()).doesNotContain("--max-budget-usd");
    }

    @Test
    void the_environment_is_silent_and_of_the_subscription() {
        assertThat(platform.launch(task(null, null, false)).environment()).containsAllEntriesOf(Map.of(
                "CLAUDE_CONFIG_DIR", "/config", "TMPDIR", "/scratch", "ANTHROPIC_API_KEY", "k",
                "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1", "DISABLE_AUTOUPDATER", "1", "DISABLE_TELEMETRY", "1",
                "DISABLE_ERROR_REPORTING", "1", "CLAUDE_CODE_MAX_RETRIES", "3"));
    }

    @Test
    void the_settings_of_a_repository_count_only_where_it_is_trusted() {
        assertThat(platform.launch(task(null, null, false)).argv()).containsSequence("--setting-sources", "user",
                "--strict-mcp-config");
        assertThat(platform.launch(task(null, null, false).trusting(true)).argv()).doesNotContain("--setting-sources",
                "--strict-mcp-config");
    }

    @Test
    void nothing_from_outside_becomes_an_option() {
        assertThatThrownBy(() -> platform.launch(task(null, "--dangerously-skip-permissions", false)))
                .isInstanceOf(RingmasterException.class);
        assertThatThrownBy(() -> platform.launch(task("--debug", null, false))).isInstanceOf(RingmasterException.class);
    }

    private static AgentTask task(@Nullable String model, @Nullable String session, boolean readOnly) {
        return new AgentTask("the prompt", Path.of("/workspace"), Path.of("/scratch"), Path.of("/config"),
                Map.of("ANTHROPIC_API_KEY", "k", "TMPDIR", "/elsewhere"), model, session, Usage.NONE, readOnly);
    }
}
