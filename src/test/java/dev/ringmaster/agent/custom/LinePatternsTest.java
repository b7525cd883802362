package dev.ringmaster.agent.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.AssistantText;
import dev.ringmaster.agent.AgentEvent.AuthFailed;
import dev.ringmaster.agent.AgentEvent.CompletionSignal;
import dev.ringmaster.agent.AgentEvent.FileChanged;
import dev.ringmaster.agent.AgentEvent.RateLimited;
import dev.ringmaster.agent.AgentEvent.SessionEnded;
import dev.ringmaster.agent.AgentEvent.UsageReported;
import dev.ringmaster.agent.AgentEvent.Warning;
import dev.ringmaster.agent.Usage;

class LinePatternsTest {

    private static final LinePatterns PATTERNS = new LinePatterns(
            Pattern.compile("used (?<input>\\S+) in(?:, (?<cacheRead>\\S+) cached)?, (?<output>\\S+) out"),
            Pattern.compile("cost \\$([\\d.,]+)"), Pattern.compile("^wrote (.+)$"), Pattern.compile("^FATAL"),
            Pattern.compile("^limit reached(?: until (?<reset>\\S+))?"), Pattern.compile("^bad key"));

    private final LinesParser parser = new LinesParser(PATTERNS);

    @Test
    void a_line_is_what_the_agent_says_and_holds_facts_too() {
        assertThat(parser.stdout("used 4.6k in, 1,200 cached, 57 out, cost $0.25 <promise>COMPLETE</promise>")).containsExactly(
                new AssistantText("used 4.6k in, 1,200 cached, 57 out, cost $0.25 <promise>COMPLETE</promise>", null),
                new CompletionSignal(), new UsageReported(new Usage(4600, 0, 1200, 57, new BigDecimal("0.25"))));
        assertThat(parser.stdout("used 1 in, 2 out")).contains(new UsageReported(new Usage(1, 0, 0, 2, null)));
        assertThat(parser.stdout("cost $free")).hasSize(1);
        assertThat(parser.stderr("wrote src/a b.txt")).containsExactly(new Warning("wrote src/a b.txt"),
                new FileChanged("src/a b.txt", null));
        assertThat(parser.end(0)).hasSize(1).first().isInstanceOfSatisfying(SessionEnded.class,
                ended -> assertThat(ended.success()).isTrue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limit reached                                 |
            limit reached until 2026-11-22T18:00:00+01:00 | 2026-11-22T17:00:00Z
            limit reached until 1795375327                | 2026-11-22T19:22:07Z
            limit reached until tomorrow                  |
            """)
    void a_limit_may_say_when_it_opens_again(String line, @Nullable Instant resetsAt) {
        assertThat(parser.stdout(line)).contains(new RateLimited(line, true, resetsAt));
        assertThat(parser.end(0)).containsExactly(new SessionEnded(false, line));
    }

    @Test
    void a_refusal_or_an_error_fails_a_run_that_exits_with_0() {
        assertThat(parser.stderr("bad key")).contains(new AuthFailed("bad key"));
        assertThat(parser.end(0)).containsExactly(new SessionEnded(false, "bad key"));

        LinesParser other = new LinesParser(PATTERNS);
        other.stdout("FATAL: no disk");
        assertThat(other.end(0)).containsExactly(new SessionEnded(false, "FATAL: no disk"));
    }

    @Test
    void colours_do_not_hide_what_a_line_says() {
        assertThat(parser.stdout("\u001b[1m\u001b[32mwrote a.txt\u001b[0m")).containsExactly(
                new AssistantText("wrote a.txt", null), new FileChanged("a.txt", null));
        assertThat(parser.stderr("\u001b[31mFATAL: no disk\u001b[0m")).containsExactly(new Warning("FATAL: no disk"));
        assertThat(parser.end(0)).containsExactly(new SessionEnded(false, "FATAL: no disk"));
    }

    @Test
    void no_pattern_looks_far_into_a_line() {
        List<AgentEvent> events = parser.stdout("x".repeat(1_000_000) + " cost $5");

        assertThat(events).hasSize(1);
    }

    @Test
    void a_pattern_that_can_find_nothing_is_refused() {
        assertThatThrownBy(() -> LinePatterns.compile("tokens", Optional.of("(?<input>"))).hasMessageContaining("tokens");
        assertThatThrownBy(() -> new LinePatterns(Pattern.compile("(\\d+)"), null, null, null, null, null))
                .hasMessageContaining("(?<input>");
        assertThatThrownBy(() -> new LinePatterns(null, Pattern.compile("\\d+"), null, null, null, null))
                .hasMessageContaining("no group");
        assertThatThrownBy(() -> new CustomCommand("mine", List.of("x"), Map.of(), CustomCommand.Output.STREAM_JSON, PATTERNS))
                .hasMessageContaining("ringmaster.platforms.mine.patterns");
        assertThat(LinePatterns.compile("cost", Optional.of(" "))).isNull();
    }
}
