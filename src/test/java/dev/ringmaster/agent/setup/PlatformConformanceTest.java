package dev.ringmaster.agent.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.FileChanged;
import dev.ringmaster.agent.AgentEventParser;
import dev.ringmaster.agent.AgentsConfig;
import dev.ringmaster.agent.KnownPlatforms;
import dev.ringmaster.agent.Platforms;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.loop.rules.IterationTally;
import dev.ringmaster.testing.AgentTasks;
import dev.ringmaster.testing.CapturedStream;
import dev.ringmaster.testing.Events;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

/** What every platform must tell the loop, whatever its CLI prints: one outcome for each kind of end, and what to resume. */
class PlatformConformanceTest {

    /**
     * Scenario, platform, stream, outcome, whether a session was told that can be resumed. "custom" is configured to read
     * aider's sentences by patterns.
     */
    private static final String SCENARIOS = """
            success,             claude-code, claude/S1,                COMPLETED,    true
            success,             codex,       codex/S1,                 COMPLETED,    true
            success,             gemini,      gemini/S1,                COMPLETED,    true
            success,             opencode,    opencode/S1,              COMPLETED,    true
            success,             aider,       aider/S1,                 COMPLETED,    false
            success,             custom,      aider/S1,                 COMPLETED,    false
            no signal,           claude-code, claude/S2,                WORKING,      true
            no signal,           codex,       codex/S2,                 WORKING,      true
            no signal,           gemini,      gemini/S2,                WORKING,      true
            no signal,           opencode,    opencode/S2,              WORKING,      true
            no signal,           aider,       aider/S2,                 WORKING,      false
            no signal,           custom,      aider/S2,                 WORKING,      false
            API error,           claude-code, claude/S3_500_r2,         ERROR,        true
            API error,           codex,       codex/S3_500,             ERROR,        true
            API error,           gemini,      gemini/S3_500,            ERROR,        true
            API error,           opencode,    opencode/S3_500,          ERROR,        true
            API error,           aider,       aider/S3_500,             ERROR,        false
            API error,           custom,      aider/S3_500,             ERROR,        false
            limit with reset,    claude-code, claude/S4_unified_oauth,  RATE_LIMITED, true
            limit with reset,    codex,       codex/S4_usage,           RATE_LIMITED, true
            limit with reset,    gemini,      gemini/S4_reset,          RATE_LIMITED, true
            limit with reset,    opencode,    opencode/S4_429,          RATE_LIMITED, true
            limit without reset, claude-code, claude/S4_429_r2,         RATE_LIMITED, true
            limit without reset, codex,       codex/S4_usage_no_reset,  RATE_LIMITED, true
            limit without reset, gemini,      gemini/S4_day,            RATE_LIMITED, true
            limit without reset, aider,       aider/S4_429,             RATE_LIMITED, false
            limit without reset, custom,      aider/S4_429,             RATE_LIMITED, false
            login refused,       claude-code, claude/S5_401_r2,         AUTH_FAILED,  true
            login refused,       claude-code, claude/S5_revoked_oauth_r2, AUTH_FAILED, true
            login refused,       codex,       codex/S5_401,             AUTH_FAILED,  true
            login refused,       gemini,      gemini/S5_401,            AUTH_FAILED,  true
            login refused,       opencode,    opencode/S5_401,          AUTH_FAILED,  true
            login refused,       aider,       aider/S5_401,             AUTH_FAILED,  false
            login refused,       custom,      aider/S5_401,             AUTH_FAILED,  false
            permission refused,  claude-code, claude/S11_default,       COMPLETED,    true
            permission refused,  claude-code, claude/S11_plan,          COMPLETED,    true
            permission refused,  codex,       codex/S1_readonly,        COMPLETED,    true
            permission refused,  gemini,      gemini/S1_default,        COMPLETED,    true
            permission refused,  opencode,    opencode/S1_ask,          ERROR,        true
            turn limit,          claude-code, claude/S6,                ERROR,        true
            turn limit,          gemini,      gemini/S6,                ERROR,        true
            budget,              claude-code, claude/S7,                STOPPED,      true
            killed,              claude-code, claude/S8_SIGTERM,        KILLED,       true
            killed,              claude-code, claude/S8_SIGKILL,        KILLED,       true
            killed,              codex,       codex/S8_SIGTERM,         KILLED,       true
            killed,              codex,       codex/S8_SIGKILL,         KILLED,       true
            killed,              gemini,      gemini/S8_SIGKILL,        KILLED,       true
            killed,              opencode,    opencode/S8_SIGTERM,      KILLED,       true
            killed,              opencode,    opencode/S8_SIGKILL,      KILLED,       true
            killed,              aider,       aider/S8_SIGKILL,         KILLED,       false
            killed,              custom,      aider/S8_SIGKILL,         KILLED,       false
            resumed,             claude-code, claude/S8_SIGTERM_resume, WORKING,      true
            resumed,             claude-code, claude/S8_SIGKILL_resume, WORKING,      true
            resumed,             codex,       codex/S8_SIGTERM_resume,  WORKING,      true
            resumed,             codex,       codex/S8_SIGKILL_resume,  WORKING,      true
            resumed,             gemini,      gemini/S8_SIGTERM_resume, WORKING,      true
            resumed,             gemini,      gemini/S8_SIGKILL_resume, WORKING,      true
            resumed,             opencode,    opencode/S8_SIGTERM_resume, WORKING,    true
            resumed,             opencode,    opencode/S8_SIGKILL_resume, WORKING,    true
            terminal output,     claude-code, claude/S13,               COMPLETED,    true
            terminal output,     codex,       codex/S13,                COMPLETED,    true
            terminal output,     aider,       aider/S1_tests,           COMPLETED,    false
            terminal output,     custom,      aider/S1_tests,           COMPLETED,    false
            """;

    /** What no capture shows: aider tells no end of a limit and has no sessions, permissions or limits of its own. */
    private static final Set<String> IMPOSSIBLE = Set.of("aider limit with reset", "custom limit with reset",
            "opencode limit without reset", "aider permission refused", "custom permission refused",
            "codex turn limit", "opencode turn limit", "aider turn limit", "custom turn limit", "codex budget",
            "gemini budget", "opencode budget", "aider budget", "custom budget",
            "aider resumed", "custom resumed", "gemini terminal output", "opencode terminal output");

    private static final Platforms PLATFORMS = platforms();

    @ParameterizedTest(name = "{0}: {2} of {1} is {3}")
    @CsvSource(textBlock = SCENARIOS)
    void an_end_means_the_same_on_every_platform(String scenario, String platform, String stream, IterationOutcome outcome,
            boolean resumable) {
        CapturedStream captured = CapturedStream.load(stream);
        IterationTally tally = new IterationTally();

        List<AgentEvent> events = captured.feed(PLATFORMS.find(platform).orElseThrow().parser(AgentTasks.fresh()));
        events.forEach(tally::accept);

        assertThat(tally.outcome(captured.exitCode())).isEqualTo(outcome);
        assertThat(tally.sessionId() != null).isEqualTo(resumable);
        assertThat(tally.resetsAt() != null).as("an end of a limit").isEqualTo(scenario.equals("limit with reset"));
        boolean well = outcome == IterationOutcome.COMPLETED || outcome == IterationOutcome.WORKING;
        assertThat(tally.complaint(captured.exitCode()) == null).isEqualTo(well);
        assertThat(tally.usage().outputTokens()).as("tokens").isGreaterThanOrEqualTo(well ? 1 : 0);
        if (scenario.equals("permission refused")) {
            assertThat(Events.of(events, FileChanged.class)).isEmpty();
        }
        if (scenario.equals("terminal output")) {
            assertThat(events.toString()).contains("red").doesNotContain("\0", "\u001b");
        }
    }

    static Stream<Arguments> killed() {
        return SCENARIOS.lines().map(line -> line.split(",\\s*")).filter(row -> row[0].equals("killed"))
                .map(row -> Arguments.of(row[1], row[2]));
    }

    /** A hung agent has printed what a killed one has: the server must see that it owes an end. */
    @ParameterizedTest
    @MethodSource("killed")
    void an_agent_that_goes_silent_has_not_ended(String platform, String stream) {
        IterationTally tally = new IterationTally();
        AgentEventParser parser = PLATFORMS.find(platform).orElseThrow().parser(AgentTasks.fresh());

        CapturedStream.load(stream).stdout().forEach(line -> parser.stdout(line).forEach(tally::accept));

        assertThat(tally.ended()).isFalse();
        assertThat(tally.waitsForLimit()).isFalse();
    }

    @Test
    void every_platform_is_tried_in_every_scenario() {
        Set<String> tried = SCENARIOS.lines().map(line -> line.split(",\\s*")).map(row -> row[1] + " " + row[0])
                .collect(Collectors.toSet());
        Set<String> wanted = new TreeSet<>();
        Stream.concat(KnownPlatforms.all().stream().map(KnownPlatforms.Known::name), Stream.of("custom"))
                .forEach(platform -> SCENARIOS.lines().map(line -> platform + " " + line.split(",")[0]).forEach(wanted::add));
        wanted.removeAll(IMPOSSIBLE);

        assertThat(tried).containsExactlyInAnyOrderElementsOf(wanted);
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
