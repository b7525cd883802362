package dev.ringmaster.agent.aider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.ringmaster.agent.LaunchSpec;
import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.testing.AgentTasks;

class AiderPlatformTest {

    private final AiderPlatform platform = new AiderPlatform(AgentTasks.NOWHERE);

    @Test
    void work_is_done_without_questions_and_leaves_nothing_of_aider_s_to_commit() {
        LaunchSpec launch = platform.launch(AgentTasks.task("gpt-4o", "ignored", false, Map.of("OPENAI_API_KEY", "k")));

        assertThat(launch.argv()).startsWith("sh", "/scratch/preflight.sh", "-f", ".env", "-f", ".aider.conf.yml")
                .containsSequence("-i", ".aider.tags.cache.v4", "--", "/opt/agent", "--message-file", "/scratch/prompt.md",
                        "--yes-always")
                .contains("--no-stream", "--no-pretty", "--no-check-update", "--analytics-disable", "--no-gitignore",
                        "--no-auto-commits")
                .containsSequence("--chat-history-file", "/scratch/chat.history.md")
                .containsSequence("--input-history-file", "/scratch/input.history").endsWith("--model", "gpt-4o")
                .doesNotContain("ignored", "--dry-run");
        assertThat(launch.stdin()).isEmpty();
        assertThat(launch.files()).containsEntry(Path.of("/scratch/prompt.md"), "the prompt");
        assertThat(launch.environment()).containsAllEntriesOf(
                Map.of("HOME", "/config", "TMPDIR", "/scratch", "OPENAI_API_KEY", "k", "COLUMNS", "4000"));
    }

    @Test
    void the_plan_edits_nothing() {
        assertThat(platform.launch(AgentTasks.task(null, null, true, Map.of())).argv())
                .containsSequence("--chat-mode", "ask", "--dry-run");
    }

    @Test
    void nothing_from_outside_becomes_an_option() {
        assertThatThrownBy(() -> platform.launch(AgentTasks.task("--load=x", null, false, Map.of())))
                .isInstanceOf(RingmasterException.class);
    }
}
