package dev.ringmaster.agent.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringmaster.agent.AgentsConfig;
import dev.ringmaster.agent.KnownPlatforms;
import dev.ringmaster.agent.Platforms;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.loop.rules.IterationTally;
import dev.ringmaster.testing.AgentTasks;
import dev.ringmaster.testing.CapturedStream;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

/** What every platform must tell the loop, whatever its CLI prints: one outcome for each kind of end, and what to resume. */
class PlatformConformanceTest {

    /** Platform, stream, outcome, whether a session was told that can be resumed. */
    private static final String SCENARIOS = """
            claude-code, claude/S1,                COMPLETED,    true
            claude-code, claude/S2,                WORKING,      true
            claude-code, claude/S3_500_r2,         ERROR,        true
            claude-code, claude/S4_unified_oauth,  RATE_LIMITED, true
            claude-code, claude/S5_401_r2,         AUTH_FAILED,  true
            claude-code, claude/S6,                ERROR,        true
            claude-code, claude/S8_SIGTERM,        KILLED,       true
            claude-code, claude/S8_SIGTERM_resume, WORKING,      true
            claude-code, claude/S8_SIGKILL,        KILLED,       true
            codex,       codex/S1,                 COMPLETED,    true
            codex,       codex/S13,                COMPLETED,    true
            codex,       codex/S2,                 WORKING,      true
            codex,       codex/S3_500,             ERROR,        true
            codex,       codex/S4_usage,           RATE_LIMITED, true
            codex,       codex/S5_401,             AUTH_FAILED,  true
            codex,       codex/S8_SIGTERM,         KILLED,       true
            codex,       codex/S8_SIGTERM_resume,  WORKING,      true
            codex,       codex/S8_SIGKILL,         KILLED,       true
            gemini,      gemini/S1,                COMPLETED,    true
            gemini,      gemini/S2,                WORKING,      true
            gemini,      gemini/S3_500,            ERROR,        true
            gemini,      gemini/S4_day,            RATE_LIMITED, true
            gemini,      gemini/S5_401,            AUTH_FAILED,  true
            gemini,      gemini/S6,                ERROR,        true
            gemini,      gemini/S8_SIGTERM_resume, WORKING,      true
            gemini,      gemini/S8_SIGKILL,        KILLED,       true
            opencode,    opencode/S1,              COMPLETED,    true
            opencode,    opencode/S1_ask,          ERROR,        true
            opencode,    opencode/S2,              WORKING,      true
            opencode,    opencode/S3_500,          ERROR,        true
            opencode,    opencode/S4_429,          RATE_LIMITED, true
            opencode,    opencode/S5_401,          AUTH_FAILED,  true
            opencode,    opencode/S8_SIGTERM,      KILLED,       true
            opencode,    opencode/S8_SIGTERM_resume, WORKING,    true
            opencode,    opencode/S8_SIGKILL,      KILLED,       true
            aider,       aider/success,            COMPLETED,    false
            aider,       aider/plain,              WORKING,      false
            aider,       aider/overloaded,         ERROR,        false
            aider,       aider/rate-limited,       RATE_LIMITED, false
            aider,       aider/auth,               AUTH_FAILED,  false
            aider,       aider/killed,             KILLED,       false
            custom,      aider/success,            COMPLETED,    false
            custom,      aider/plain,              WORKING,      false
            custom,      aider/overloaded,         ERROR,        false
            custom,      aider/rate-limited,       RATE_LIMITED, false
            custom,      aider/auth,               AUTH_FAILED,  false
            custom,      aider/killed,             KILLED,       false
            """;

    private static final Platforms PLATFORMS = platforms();

    @ParameterizedTest(name = "{1} of {0} is {2}")
    @CsvSource(textBlock = SCENARIOS)
    void an_end_means_the_same_on_every_platform(String platform, String stream, IterationOutcome outcome, boolean resumable) {
        CapturedStream captured = CapturedStream.load(stream);
        IterationTally tally = new IterationTally();

        captured.feed(PLATFORMS.find(platform).orElseThrow().parser(AgentTasks.fresh())).forEach(tally::accept);

        assertThat(tally.outcome(captured.exitCode())).isEqualTo(outcome);
        assertThat(tally.sessionId() != null).isEqualTo(resumable);
        boolean well = outcome == IterationOutcome.COMPLETED || outcome == IterationOutcome.WORKING;
        assertThat(tally.complaint(captured.exitCode()) == null).isEqualTo(well);
        assertThat(tally.usage().outputTokens()).as("tokens").isGreaterThanOrEqualTo(well ? 1 : 0);
    }

    @Test
    void every_platform_is_tried_in_every_kind_of_end() {
        Set<String> tried = SCENARIOS.lines().map(line -> line.split(",\\s*"))
                .map(row -> row[0] + " " + row[2]).collect(Collectors.toSet());
        Set<String> wanted = new TreeSet<>();
        KnownPlatforms.all().forEach(known -> {
            for (String outcome : new String[] { "COMPLETED", "WORKING", "ERROR", "RATE_LIMITED", "AUTH_FAILED" }) {
                wanted.add(known.name() + " " + outcome);
            }
        });

        assertThat(tried).containsAll(wanted);
    }

    private static Platforms platforms() {
        AgentsConfig config = new SmallRyeConfigBuilder().withMapping(AgentsConfig.class)
                .withSources(new PropertiesConfigSource(Map.of("ringmaster.platforms.custom.command", "custom",
                        "ringmaster.platforms.custom.patterns.tokens",
                        "^Tokens: (?<input>\\S+) sent.* (?<output>\\S+) received",
                        "ringmaster.platforms.custom.patterns.limit", "rate limited you",
                        "ringmaster.platforms.custom.patterns.auth", "not able to authenticate you",
                        "ringmaster.platforms.custom.patterns.error", "down or overloaded"), "test", 100))
                .build().getConfigMapping(AgentsConfig.class);
        return new AgentSetup(config, Path.of("/nowhere"), Map.of("PATH", "/nowhere")).platforms();
    }
}
