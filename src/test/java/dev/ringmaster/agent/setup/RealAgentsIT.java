package dev.ringmaster.agent.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.ringmaster.testing.AgentLab;
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
