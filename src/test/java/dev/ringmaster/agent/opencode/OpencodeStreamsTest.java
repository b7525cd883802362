package dev.ringmaster.agent.opencode;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;

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
import dev.ringmaster.agent.AgentEvent.Raw;
import dev.ringmaster.agent.AgentEvent.SessionEnded;
import dev.ringmaster.agent.AgentEvent.SessionStarted;
import dev.ringmaster.agent.AgentEvent.ToolCall;
import dev.ringmaster.agent.AgentEvent.ToolResult;
import dev.ringmaster.agent.AgentEvent.UsageReported;
import dev.ringmaster.agent.AgentEvent.Warning;
import dev.ringmaster.agent.Usage;
import dev.ringmaster.testing.AgentTasks;
import dev.ringmaster.testing.CapturedStream;
import dev.ringmaster.testing.Events;

/** Streams that the real CLI printed; each of its steps cost 4,668 tokens and $0.001665. */
class OpencodeStreamsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            S1,                true,  true,  3
            S1_ask,            false, false, 1
            S2,                true,  false, 1
            S3_500,            false, false, 0
            S4_429,            false, false, 0
            S5_401,            false, false, 0
            S8_SIGKILL,        false, false, 1
            S8_SIGKILL_resume, true,  false, 1
            S8_SIGTERM,        false, false, 1
            S8_SIGTERM_resume, true,  false, 1
            """)
    void a_captured_stream_says_its_outcome_and_its_bill(String name, boolean success, boolean signal, int steps) {
        List<AgentEvent> events = feed(name);

        assertThat(Events.of(events, SessionStarted.class)).hasSize(1);
        assertThat(Events.of(events, SessionEnded.class)).singleElement()
                .satisfies(ended -> assertThat(ended.success()).isEqualTo(success));
        assertThat(Events.of(events, CompletionSignal.class)).hasSize(signal ? 1 : 0);
        Usage usage = Events.usage(events);
        assertThat(usage.inputTokens()).isEqualTo(1211L * steps);
        assertThat(usage.cacheReadInputTokens()).isEqualTo(3400L * steps);
        assertThat(usage.outputTokens()).isEqualTo(57L * steps);
        assertThat(usage.inputTokens() + usage.cacheReadInputTokens() + usage.outputTokens()).isEqualTo(4668L * steps);
        BigDecimal cost = usage.costUsd() == null ? BigDecimal.ZERO : usage.costUsd();
        assertThat(cost).isEqualByComparingTo(new BigDecimal("0.001665").multiply(BigDecimal.valueOf(steps)));
        assertThat(Events.of(events, Raw.class)).isEmpty();
        assertThat(feed(name)).isEqualTo(events);
    }

    @Test
    void a_run_is_told_step_by_step() {
        assertThat(feed("S1")).satisfiesExactly(
                e -> assertThat(e).isEqualTo(new SessionStarted("ses_dfba09581ffe2W5Rt3p27rcbJB", null)),
                e -> assertThat(e).isEqualTo(new AssistantText("I'll create hello.txt.", null)),
                e -> assertThat(e).isEqualTo(new ToolCall("call_mock_11bd5acc", "write",
                        "{\"filePath\":\"/workspace/hello.txt\",\"content\":\"Hello from the mock model\\n\"}", null)),
                e -> assertThat(e).isEqualTo(new ToolResult("call_mock_11bd5acc", "Wrote file successfully.", false, null)),
                e -> assertThat(e).isEqualTo(new FileChanged("hello.txt", "call_mock_11bd5acc")),
                e -> assertThat(e).isInstanceOf(UsageReported.class),
                e -> assertThat(e).isEqualTo(new AssistantText("Now running a command.", null)),
                e -> assertThat(e).isInstanceOf(ToolCall.class),
                e -> assertThat(e).isInstanceOf(ToolResult.class),
                e -> assertThat(e).isInstanceOf(UsageReported.class),
                e -> assertThat(e).isInstanceOf(AssistantText.class),
                e -> assertThat(e).isInstanceOf(UsageReported.class),
                e -> assertThat(e).isInstanceOf(SessionEnded.class),
                e -> assertThat(e).isEqualTo(new CompletionSignal()));
    }

    @Test
    void a_limit_opens_again_after_the_header_s_seconds() {
        assertThat(Events.of(feed("S4_429"), RateLimited.class)).singleElement()
                .satisfies(limit -> assertThat(limit.rejected()).isTrue())
                .satisfies(limit -> assertThat(limit.resetsAt()).isEqualTo("2026-11-22T17:50:32.198Z"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Sun, 22 Nov 2026 18:00:00 GMT | 2026-11-22T18:00:00Z
            soon                          |
            999999999                     |
            """)
    void a_header_may_hold_a_date_or_nonsense(String header, java.time.@org.jspecify.annotations.Nullable Instant expected) {
        List<AgentEvent> events = parser().stdout("{\"type\":\"error\",\"timestamp\":1795369830198,\"error\":{\"data\":"
                + "{\"statusCode\":429,\"responseHeaders\":{\"retry-after\":\"" + header + "\"}}}}");

        assertThat(Events.of(events, RateLimited.class)).singleElement()
                .satisfies(limit -> assertThat(limit.resetsAt()).isEqualTo(expected));
    }

    @Test
    void a_refused_key_is_an_auth_failure_and_a_broken_server_is_an_error() {
        assertThat(Events.of(feed("S5_401"), AuthFailed.class)).hasSize(1);
        assertThat(Events.of(feed("S3_500"), AuthFailed.class)).isEmpty();
        assertThat(Events.of(feed("S3_500"), RateLimited.class)).isEmpty();
        assertThat(Events.of(feed("S3_500"), Warning.class)).containsExactly(
                new Warning("APIError 500: The server had an error while processing your request"));
    }

    @Test
    void a_rejected_permission_ends_the_work_unfinished() {
        List<AgentEvent> events = feed("S1_ask");

        assertThat(Events.of(events, SessionEnded.class).getLast().summary()).contains("tool-calls", "auto-rejecting");
        assertThat(Events.of(events, FileChanged.class)).isEmpty();
        assertThat(events.toString()).doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = { "plain", "{}", "{\"type\":\"new\"}", "[1]" })
    void what_no_rule_knows_is_kept_as_raw(String line) {
        assertThat(parser().stdout(line)).containsExactly(new Raw(line));
    }

    @ParameterizedTest
    @ValueSource(strings = { "{\"type\":\"error\"}", "{\"type\":\"tool_use\",\"part\":3}", "{\"type\":\"step_finish\"}",
            "{\"type\":\"error\",\"timestamp\":1e300,\"error\":{\"data\":{\"statusCode\":429}}}",
            "{\"type\":\"step_finish\",\"part\":{\"tokens\":{\"input\":-1,\"output\":1e300},\"cost\":1e400}}" })
    void a_line_of_an_unexpected_shape_is_no_failure(String line) {
        assertThat(Events.usage(parser().stdout(line))).isEqualTo(Usage.NONE);
    }

    private static List<AgentEvent> feed(String name) {
        return CapturedStream.load("opencode/" + name).feed(parser());
    }

    private static OpencodeParser parser() {
        return new OpencodeParser(AgentTasks.fresh());
    }
}
