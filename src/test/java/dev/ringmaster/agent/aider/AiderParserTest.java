package dev.ringmaster.agent.aider;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.AssistantText;
import dev.ringmaster.agent.AgentEvent.AuthFailed;
import dev.ringmaster.agent.AgentEvent.CompletionSignal;
import dev.ringmaster.agent.AgentEvent.FileChanged;
import dev.ringmaster.agent.AgentEvent.RateLimited;
import dev.ringmaster.agent.AgentEvent.SessionEnded;
import dev.ringmaster.agent.AgentEvent.Warning;
import dev.ringmaster.agent.Usage;
import dev.ringmaster.testing.CapturedStream;
import dev.ringmaster.testing.Events;

/**
 * These samples were written by hand after the sentences in aider's source; no run printed them. Those that 0.86.2 did print
 * begin with an S, and are read by the tests of all platforms.
 */
class AiderParserTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            success,      true,  true,  0,      1200, 3400, 57,   0.01
            plain,        true,  false, 12000,  0,    0,    987,  0.0031
            no-price,     true,  false, 512,    0,    0,    1000,
            reflected,    true,  true,  3000,   0,    0,    300,  0.30
            gave-up,      false, false, 1000,   0,    0,    100,
            recovered,    true,  false, 1000,   0,    0,    100,
            rate-limited, false, false, 0,      0,    0,    0,
            auth,         false, false, 0,      0,    0,    0,
            overloaded,   false, false, 0,      0,    0,    0,
            context,      false, false, 250000, 0,    0,    0,    1.25
            killed,       false, false, 0,      0,    0,    0,
            no-model,     false, false, 0,      0,    0,    0,
            """)
    void a_run_is_judged_by_its_sentences(String name, boolean success, boolean signal, long uncached, long cacheWrite,
            long cacheRead, long output, @Nullable BigDecimal cost) {
        List<AgentEvent> events = feed(name);

        assertThat(Events.of(events, SessionEnded.class)).singleElement()
                .satisfies(ended -> assertThat(ended.success()).isEqualTo(success));
        assertThat(Events.of(events, CompletionSignal.class)).hasSize(signal ? 1 : 0);
        Usage usage = Events.usage(events);
        assertThat(new Usage(usage.inputTokens(), usage.cacheCreationInputTokens(), usage.cacheReadInputTokens(),
                usage.outputTokens(), null)).isEqualTo(new Usage(uncached, cacheWrite, cacheRead, output, null));
        if (cost == null) {
            assertThat(usage.costUsd()).isNull();
        } else {
            assertThat(usage.costUsd()).isEqualByComparingTo(cost);
        }
        assertThat(feed(name)).isEqualTo(events);
    }

    @Test
    void edits_name_their_files() {
        assertThat(Events.of(feed("success"), FileChanged.class)).containsExactly(new FileChanged("hello.txt", null));
        assertThat(Events.of(feed("reflected"), FileChanged.class)).containsExactly(new FileChanged("src/a b.txt", null));
        assertThat(Events.of(feed("reflected"), Warning.class)).contains(new Warning("Commit abc1234 feat: add a file"));
    }

    @Test
    void only_a_failure_that_nothing_followed_is_a_limit_or_a_refusal() {
        assertThat(Events.of(feed("rate-limited"), RateLimited.class)).singleElement()
                .satisfies(limit -> assertThat(limit.rejected()).isTrue());
        assertThat(Events.of(feed("recovered"), RateLimited.class)).isEmpty();
        assertThat(Events.of(feed("auth"), AuthFailed.class)).hasSize(1);
        assertThat(Events.of(feed("overloaded"), RateLimited.class)).isEmpty();
        assertThat(Events.of(feed("overloaded"), AuthFailed.class)).isEmpty();
    }

    @Test
    void what_ended_it_is_in_the_summary() {
        assertThat(Events.of(feed("no-model"), SessionEnded.class).getLast().summary()).contains("exit code 1",
                "OPENAI_API_KEY: Not set");
        assertThat(Events.of(feed("killed"), SessionEnded.class).getLast().summary()).contains("exit code 143");
        assertThat(Events.of(feed("gave-up"), SessionEnded.class).getLast().summary()).contains("reflections");
    }

    @ParameterizedTest
    @ValueSource(strings = { "Tokens: many sent, few received.", "I applied an Applied edit to a.txt", "Cost: $1 message",
            "He said: The API provider has rate limited you. Try again later or check your quotas.", "" })
    void a_sentence_that_only_looks_like_one_is_prose(String line) {
        assertThat(new AiderParser().stdout(line)).containsExactly(new AssistantText(line, null));
    }

    private static List<AgentEvent> feed(String name) {
        return CapturedStream.load("aider/" + name).feed(new AiderParser());
    }
}
