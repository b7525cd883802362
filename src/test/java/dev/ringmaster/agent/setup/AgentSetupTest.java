package dev.ringmaster.agent.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.ringmaster.agent.AgentEvent.UsageReported;
import dev.ringmaster.agent.AgentsConfig;
import dev.ringmaster.agent.Platforms;
import dev.ringmaster.agent.Usage;
import dev.ringmaster.testing.AgentTasks;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

class AgentSetupTest {

    @Test
    void every_known_platform_can_be_run() {
        assertThat(platforms(Map.of()).byName()).containsOnlyKeys("aider", "claude-code", "codex", "demo", "gemini",
                "opencode");
    }

    @Test
    void the_program_of_a_known_platform_may_be_named() {
        Platforms platforms = platforms(Map.of("ringmaster.platforms.codex.command", "/opt/codex",
                "ringmaster.platforms.gemini.command", "/opt/gemini"));

        assertThat(platforms.find("codex").orElseThrow().launch(AgentTasks.fresh()).argv()).startsWith("/opt/codex");
        assertThat(platforms.find("gemini").orElseThrow().launch(AgentTasks.fresh()).argv())
                .containsSequence("--", "/opt/gemini");
        assertThat(platforms.find("opencode").orElseThrow().launch(AgentTasks.fresh()).argv())
                .containsSequence("--", "opencode");
    }

    @Test
    void a_probe_looks_at_the_account_that_is_tried_first() {
        Platforms platforms = platforms(Map.of("ringmaster.subscriptions.a.platform", "codex",
                "ringmaster.subscriptions.a.priority", "2", "ringmaster.subscriptions.b.platform", "codex",
                "ringmaster.subscriptions.b.priority", "1", "ringmaster.subscriptions.b.env.OPENAI_API_KEY", "k"));

        assertThat(platforms.find("codex").orElseThrow().probe().loggedIn()).isTrue();
    }

    @Test
    void a_custom_platform_s_patterns_come_from_the_configuration() {
        var platform = platforms(Map.of("ringmaster.platforms.mine.command", "mine",
                "ringmaster.platforms.mine.patterns.tokens", "(?<input>\\d+) in, (?<output>\\d+) out$",
                "ringmaster.platforms.mine.patterns.cost", "\\$(\\d+\\.\\d+)")).find("mine").orElseThrow();

        assertThat(platform.parser(AgentTasks.fresh()).stdout("$0.5: 7 in, 8 out"))
                .contains(new UsageReported(new Usage(7, 0, 0, 8, new BigDecimal("0.5"))));
    }

    @Test
    void a_pattern_that_is_none_is_refused() {
        assertThatThrownBy(() -> platforms(Map.of("ringmaster.platforms.mine.command", "mine",
                "ringmaster.platforms.mine.patterns.limit", "("))).hasMessageContaining("limit");
    }

    private static Platforms platforms(Map<String, String> settings) {
        AgentsConfig config = new SmallRyeConfigBuilder().withMapping(AgentsConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100)).build().getConfigMapping(AgentsConfig.class);
        return new AgentSetup(config, Path.of("/nowhere"), Map.of("PATH", "/nowhere")).platforms();
    }
}
