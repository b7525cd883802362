package dev.ringmaster.agent.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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

/** Streams that the real CLI printed. The three counts of tokens are together its own {@code total_tokens}. */
class GeminiStreamsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            S1,                true,  true,  4844, 13600, 276, 18720
            S1_default,        true,  true,  4844, 13600, 276, 18720
            S2,                true,  false, 2422, 6800,  138, 9360
            S3_500,            false, false, 0,    0,     0,   0
            S4_day,            false, false, 0,    0,     0,   0
            S5_401,            false, false, 0,    0,     0,   0
            S6,                false, false, 2422, 6800,  138, 9360
            S8_SIGKILL,        false, false, 0,    0,     0,   0
            S8_SIGKILL_resume, true,  false, 2422, 6800,  138, 9360
            S8_SIGTERM,        true,  false, 3633, 10200, 207, 14040
            S8_SIGTERM_resume, true,  false, 2422, 6800,  138, 9360
            """)
    void a_captured_stream_says_its_outcome_and_its_tokens(String name, boolean success, boolean signal, long uncached,
            long cached, long output, long total) {
        List<AgentEvent> events = feed(name);

        assertThat(Events.of(events, SessionStarted.class)).hasSize(1);
        assertThat(Events.of(events, SessionEnded.class)).singleElement()
                .satisfies(ended -> assertThat(ended.success()).isEqualTo(success));
        assertThat(Events.of(events, CompletionSignal.class)).hasSize(signal ? 1 : 0);
        assertThat(Events.usage(events)).isEqualTo(new Usage(uncached, 0, cached, output, null));
        assertThat(uncached + cached + output).isEqualTo(total);
        assertThat(Events.of(events, Raw.class)).isEmpty();
        assertThat(feed(name)).isEqualTo(events);
    }

    @Test
    void a_run_is_told_step_by_step_with_its_pieces_joined() {
        assertThat(feed("S1")).satisfiesExactly(
                e -> assertThat(e).isEqualTo(new SessionStarted("2d098486-f78b-4f47-914c-3b1370968cbc", "auto")),
                e -> assertThat(e).isEqualTo(new AssistantText("I'll create hello.txt.", null)),
                e -> assertThat(e).isInstanceOf(ToolCall.class),
                e -> assertThat(e).isEqualTo(
                        new ToolResult("write_file__write_file_1795369030515_0", "", false, null)),
                e -> assertThat(e).isEqualTo(new FileChanged("hello.txt", "write_file__write_file_1795369030515_0")),
                e -> assertThat(e).isEqualTo(new AssistantText("Now running a command.", null)),
                e -> assertThat(e).isInstanceOf(ToolCall.class),
                e -> assertThat(e).isInstanceOf(ToolResult.class),
                e -> assertThat(e).isEqualTo(new AssistantText("The file is written and checked.", null)),
                e -> assertThat(e).isEqualTo(new AssistantText("<promise>COMPLETE</promise>", null)),
                e -> assertThat(e).isInstanceOf(UsageReported.class),
                e -> assertThat(e).isEqualTo(new SessionEnded(true,
                        "The file is written and checked.\n\n<promise>COMPLETE</promise>")),
                e -> assertThat(e).isEqualTo(new CompletionSignal()));
    }

    @Test
    void a_tag_counts_only_in_the_last_reply_however_it_is_cut() {
        String piece = "{\"type\":\"message\",\"role\":\"assistant\",\"delta\":true,\"content\":\"%s\"}";
        String done = "{\"type\":\"result\",\"status\":\"success\"}";
        String tool = "{\"type\":\"tool_use\",\"tool_name\":\"x\",\"tool_id\":\"t\"}";

        assertThat(signals(piece.formatted("<pro"), piece.formatted("mise>COMPLETE</promise"), piece.formatted(">"), done))
                .isTrue();
        assertThat(signals(piece.formatted("<promise>COMPLETE</promise>"), tool, piece.formatted("more to do"), done))
                .isFalse();
        assertThat(signals(piece.formatted("<promise>COMPLETE</promise>"))).isFalse();
    }

    @Test
    void a_used_up_quota_is_a_limit_and_a_refused_key_is_not() {
        assertThat(Events.of(feed("S4_day"), RateLimited.class)).singleElement()
                .satisfies(limit -> assertThat(limit.message()).contains("exhausted your daily quota"));
        assertThat(Events.of(feed("S5_401"), AuthFailed.class)).hasSize(1);
        assertThat(Events.of(feed("S5_401"), RateLimited.class)).isEmpty();
        assertThat(Events.of(feed("S3_500"), AuthFailed.class)).isEmpty();
        assertThat(Events.of(feed("S3_500"), RateLimited.class)).isEmpty();
    }

    @Test
    void a_delay_counts_from_the_time_of_the_line() {
        List<AgentEvent> events = parser().stdout("""
                {"type":"result","timestamp":"2026-11-22T17:42:26.720Z","status":"error","error":{"message":"Quota exceeded. \
                Please retry in 33.5s."}}""");

        assertThat(Events.of(events, RateLimited.class)).singleElement()
                .satisfies(limit -> assertThat(limit.resetsAt()).isEqualTo("2026-11-22T17:43:00.720Z"));
    }

    @ParameterizedTest
    @CsvSource({ "173, RateLimited", "145, AuthFailed", "147, AuthFailed", "41, AuthFailed", "42, none", "244, none",
            "0, none" })
    void the_exit_code_tells_what_no_line_has_told(int exitCode, String event) {
        GeminiParser parser = parser();
        parser.stderr("some words");

        List<AgentEvent> events = parser.end(exitCode);

        assertThat(events.getLast()).isEqualTo(
                new SessionEnded(false, "The agent ended without a result, exit code " + exitCode + ": some words"));
        assertThat(events.getFirst().getClass().getSimpleName()).isEqualTo(event.equals("none") ? "SessionEnded" : event);
    }

    @Test
    void a_tool_that_is_not_there_changes_no_file() {
        List<AgentEvent> events = feed("S1_default");

        assertThat(Events.of(events, FileChanged.class)).isEmpty();
        assertThat(Events.of(events, ToolResult.class)).hasSize(2).allSatisfy(result -> assertThat(result.error()).isTrue());
    }

    @Test
    void greetings_and_stack_traces_are_no_warnings() {
        assertThat(Events.of(feed("S1"), Warning.class)).isEmpty();
        assertThat(Events.of(feed("S5_401"), Warning.class)).isNotEmpty()
                .noneSatisfy(warning -> assertThat(warning.text()).startsWith("    at "));
    }

    @ParameterizedTest
    @ValueSource(strings = { "plain", "{}", "{\"type\":\"new\"}" })
    void what_no_rule_knows_is_kept_as_raw(String line) {
        assertThat(parser().stdout(line)).containsExactly(new Raw(line));
    }

    @ParameterizedTest
    @ValueSource(strings = { "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[1]}", "{\"type\":\"tool_result\"}",
            "{\"type\":\"result\",\"stats\":7}",
            "{\"type\":\"result\",\"status\":\"success\",\"stats\":{\"total_tokens\":1e300}}",
            "{\"type\":\"init\",\"session_id\":\"../x\"}" })
    void a_line_of_an_unexpected_shape_is_no_failure(String line) {
        assertThat(Events.usage(parser().stdout(line))).isEqualTo(Usage.NONE);
    }

    private static boolean signals(String... lines) {
        GeminiParser parser = parser();
        List<AgentEvent> events = new ArrayList<>();
        List.of(lines).forEach(line -> events.addAll(parser.stdout(line)));
        events.addAll(parser.end(0));
        return !Events.of(events, CompletionSignal.class).isEmpty();
    }

    private static List<AgentEvent> feed(String name) {
        return CapturedStream.load("gemini/" + name).feed(parser());
    }

    private static GeminiParser parser() {
        return new GeminiParser(AgentTasks.fresh());
    }
}
