package dev.ringmaster.agent.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.ringmaster.agent.codex.CodexPlatform;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.testing.AgentLab;
import dev.ringmaster.testing.AgentLab.Ended;
import dev.ringmaster.testing.ModelReply;
import dev.ringmaster.testing.RealAgent;

/**
 * What every platform must tell the loop, tried with the real CLIs against a scripted model. What they are expected to do is
 * {@link AgentMatrix}, from which the table in docs/agents.md is made.
 */
class RealAgentsIT {

    private final Path directory;

    RealAgentsIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @MethodSource("dev.ringmaster.agent.setup.AgentMatrix#cells")
    void an_end_means_the_same_on_every_platform(RealAgent agent, AgentScenario scenario, String expected) throws Exception {
        agent.orSkip();
        try (AgentLab lab = new AgentLab(agent, directory)) {
            assertThat(scenario.play(agent, lab)).isEqualTo(expected);
        } catch (Exception | AssertionError failure) {
            // Summaries name the method only, not the cell.
            throw new AssertionError(agent + ", " + scenario.title() + ": " + failure, failure);
        }
    }

    /** What it works in by default; the table is taken without it, as in containers that do not allow it. */
    @Test
    void codex_works_in_a_sandbox_of_its_own_that_has_no_network() throws Exception {
        RealAgent.CODEX.orSkip();
        try (AgentLab lab = new AgentLab(RealAgent.CODEX, directory)) {
            lab.model.then(
                    ModelReply.bash("echo in > in.txt; exec 3<>/dev/tcp/127.0.0.1/" + lab.model.port() + " && touch out.txt"),
                    ModelReply.complete());

            Ended ended = lab.run(lab.task("Work", null, Map.of(CodexPlatform.SANDBOX, "workspace-write")));

            assertThat(ended.outcome()).isEqualTo(IterationOutcome.COMPLETED);
            assertThat(lab.worktree.resolve("in.txt")).hasContent("in");
            assertThat(lab.worktree.resolve("out.txt")).doesNotExist();
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_probe_finds_it_and_its_version(RealAgent agent) {
        agent.orSkip();

        var probe = agent.codingPlatform(directory).probe();

        assertThat(probe.available()).as(probe.message()).isTrue();
        assertThat(probe.version()).isEqualTo(agent.version());
    }
}
