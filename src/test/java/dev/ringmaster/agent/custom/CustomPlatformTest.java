package dev.ringmaster.agent.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.agent.LaunchSpec;
import dev.ringmaster.agent.Usage;
import dev.ringmaster.agent.claude.ClaudeParser;
import dev.ringmaster.support.RingmasterException;

class CustomPlatformTest {

    @Test
    void placeholders_are_replaced_inside_single_elements() {
        LaunchSpec launch = launch(task("fix \"it\"; rm -rf $HOME {model}\n$1", "s-9", "big"), "agent", "--do={prompt}",
                "--dir", "{worktree}", "-m{model}", "--session", "{session}", "{\"json\":1}");

        assertThat(launch.argv()).containsExactly("agent", "--do=fix \"it\"; rm -rf $HOME {model}\n$1", "--dir", "/tree",
                "-mbig", "--session", "s-9", "{\"json\":1}");
        assertThat(launch.stdin()).isEmpty();
        assertThat(launch.files()).isEmpty();
    }

    @Test
    void an_element_that_is_only_an_absent_placeholder_is_left_out() {
        LaunchSpec launch = launch(task("p", null, null), "agent", "{session}", "{model}", "--model={model}", "{prompt}");

        assertThat(launch.argv()).containsExactly("agent", "--model=", "p");
    }

    @Test
    void a_prompt_file_is_written_to_the_scratch_directory() {
        LaunchSpec launch = launch(task("the prompt", null, null), "agent", "@{promptFile}");

        assertThat(launch.argv()).containsExactly("agent", "@/scratch/prompt.md");
        assertThat(launch.files()).containsExactly(Map.entry(Path.of("/scratch/prompt.md"), "the prompt"));
        assertThat(launch.stdin()).isEmpty();
    }

    @Test
    void a_command_without_the_prompt_reads_it_from_standard_input() {
        LaunchSpec launch = launch(task("the prompt", null, null), "agent", "--quiet");

        assertThat(launch.stdin()).isEqualTo("the prompt");
    }

    @Test
    void a_prompt_too_long_for_an_argument_names_the_way_out() {
        AgentTask task = task("é".repeat(70_000), null, null);

        assertThatThrownBy(() -> launch(task, "agent", "{prompt}")).isInstanceOf(RingmasterException.class)
                .hasMessageContaining("{promptFile}");
        assertThat(launch(task, "agent").stdin()).hasSize(70_000);
    }

    @Test
    void the_subscription_s_variables_win_over_the_platform_s() {
        assertThat(launch(task("p", null, null), "agent").environment())
                .isEqualTo(Map.of("A", "platform", "B", "subscription", "TMPDIR", "/scratch"));
    }

    @Test
    void the_output_decides_the_parser() {
        AgentTask task = task("p", null, null);

        assertThat(platform(CustomCommand.Output.of("lines"), "agent").parser(task)).isInstanceOf(LinesParser.class);
        assertThat(platform(CustomCommand.Output.of("stream-json"), "agent").parser(task))
                .isInstanceOf(ClaudeParser.class);
        assertThatThrownBy(() -> CustomCommand.Output.of("xml")).hasMessageContaining("lines or stream-json");
    }

    @Test
    void the_probe_finds_the_program_or_names_the_key_to_correct() {
        assertThat(platform(CustomCommand.Output.LINES, "sh").probe().available()).isTrue();
        assertThat(platform(CustomCommand.Output.LINES, "no-such-agent").probe())
                .satisfies(probe -> assertThat(probe.available()).isFalse())
                .satisfies(probe -> assertThat(probe.message()).contains("ringmaster.platforms.mine.command"));
    }

    @Test
    void a_command_needs_a_name_and_a_program() {
        assertThatThrownBy(() -> new CustomCommand("mine", List.of(), Map.of(), CustomCommand.Output.LINES))
                .hasMessageContaining("ringmaster.platforms.mine.command");
        assertThatThrownBy(() -> new CustomCommand("a b", List.of("x"), Map.of(), CustomCommand.Output.LINES))
                .hasMessageContaining("'a b'");
    }

    private static LaunchSpec launch(AgentTask task, String... command) {
        return platform(CustomCommand.Output.LINES, command).launch(task);
    }

    private static CustomPlatform platform(CustomCommand.Output output, String... command) {
        return new CustomPlatform(
                new CustomCommand("mine", List.of(command), Map.of("A", "platform", "B", "platform"), output),
                "/usr/bin:/bin");
    }

    private static AgentTask task(String prompt, @Nullable String session, @Nullable String model) {
        return new AgentTask(prompt, Path.of("/tree"), Path.of("/scratch"), Path.of("/config"),
                Map.of("B", "subscription"), model, session, Usage.NONE, false);
    }
}
