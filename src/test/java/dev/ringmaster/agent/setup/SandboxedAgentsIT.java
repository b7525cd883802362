package dev.ringmaster.agent.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.ringmaster.agent.codex.CodexPlatform;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.runner.MachineAccess;
import dev.ringmaster.runner.Sandbox;
import dev.ringmaster.testing.AgentLab;
import dev.ringmaster.testing.ModelReply;
import dev.ringmaster.testing.RealAgent;

/** The real CLIs in the sandbox do what {@link AgentMatrix} says that they do without. */
class SandboxedAgentsIT {

    /** Those that depend on what an agent can reach, or on how it is ended. */
    private static final Set<AgentScenario> SCENARIOS = EnumSet.of(AgentScenario.SUCCESS, AgentScenario.PLAN,
            AgentScenario.LOGIN_REFUSED, AgentScenario.HOSTILE_REPOSITORY, AgentScenario.KILLED_AND_RESUMED,
            AgentScenario.HANGS,
            AgentScenario.STOPPED_IN_TOOL);

    private final Path directory;
    private final Sandbox sandbox = Sandbox.find(MachineAccess.NOTHING_MORE);

    SandboxedAgentsIT(@TempDir Path directory) {
        this.directory = directory;
    }

    static Stream<Arguments> cells() {
        return AgentMatrix.cells().filter(cell -> SCENARIOS.contains(cell.get()[1]));
    }

    private AgentLab lab(RealAgent agent) throws Exception {
        agent.orSkip();
        var lab = new AgentLab(agent, directory, sandbox);
        var isolation = lab.runner.isolation();
        if (!isolation.active()) {
            lab.close();
        }
        assumeTrue(isolation.active(), isolation.message());
        return lab;
    }

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @MethodSource("cells")
    void an_end_means_the_same_in_the_sandbox(RealAgent agent, AgentScenario scenario, String expected) throws Exception {
        try (AgentLab lab = lab(agent)) {
            assertThat(scenario.play(agent, lab)).isEqualTo(expected);
        }
    }

    @Test
    void codex_has_its_own_sandbox_inside_of_ours() throws Exception {
        try (AgentLab lab = lab(RealAgent.CODEX)) {
            lab.model.then(
                    ModelReply.bash("echo in > in.txt; exec 3<>/dev/tcp/127.0.0.1/" + lab.model.port() + " && touch out.txt"),
                    ModelReply.complete());

            var ended = lab.run(lab.task("Work", null, Map.of(CodexPlatform.SANDBOX, "workspace-write")));

            assertThat(ended.outcome()).as(ended.events().toString()).isEqualTo(IterationOutcome.COMPLETED);
            assertThat(lab.worktree.resolve("in.txt")).hasContent("in");
            assertThat(lab.worktree.resolve("out.txt")).doesNotExist();
        }
    }
}
