package dev.ringmaster.agent.codex;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
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

/** Streams that the real CLI printed. */
class CodexStreamsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            S1,                true,  true,  3633, 10200, 171
            S13,               true,  true,  3633, 10200, 171
            S1_readonly,       true,  true,  3633, 10200, 171
            S2,                true,  false, 1211, 3400,  57
            S3_500,            false, false, 0,    0,     0
            S4_usage,          false, false, 0,    0,     0
            S5_401,            false, false, 0,    0,     0
            S8_SIGKILL,        false, false, 0,    0,     0
            S8_SIGKILL_resume, true,  false, 2422, 6800,  114
            S8_SIGTERM,        false, false, 0,    0,     0
            S8_SIGTERM_resume, true,  false, 2422, 6800,  114
            """)
    void a_captured_stream_says_its_outcome_and_its_tokens(String name, boolean success, boolean signal, long uncached,
            long cached, long output) {
        List<AgentEvent> events = feed(name, Usage.NONE);

        assertThat(Events.of(events, SessionStarted.class)).hasSize(1);
        assertThat(Events.of(events, SessionEnded.class)).singleElement()
                .satisfies(ended -> assertThat(ended.success()).isEqualTo(success));
        assertThat(Events.of(events, CompletionSignal.class)).hasSize(signal ? 1 : 0);
        assertThat(Events.usage(events)).isEqualTo(new Usage(uncached, 0, cached, output, null));
        assertThat(Events.of(events, Raw.class)).isEmpty();
        assertThat(feed(name, Usage.NONE)).isEqualTo(events);
    }

    @Test
    void a_resumed_thread_reports_only_what_it_had_not_spent_before() {
        List<AgentEvent> events = feed("S8_SIGTERM_resume", new Usage(1211, 0, 3400, 57, null));

        assertThat(Events.usage(events)).isEqualTo(new Usage(1211, 0, 3400, 57, null));
    }

    @Test
    void a_run_is_told_step_by_step() {
        assertThat(feed("S1", Usage.NONE)).satisfiesExactly(
                e -> assertThat(e).isEqualTo(new SessionStarted("01a20451-9236-7eb3-ac13-bb805e508e0b", null)),
                e -> assertThat(e).isInstanceOf(Warning.class),
                e -> assertThat(e).isEqualTo(new AssistantText("I'll create hello.txt.", null)),
                e -> assertThat(e).isEqualTo(new ToolCall("item_2", "file_change",
                        "{\"changes\":[{\"path\":\"/workspace/hello.txt\",\"kind\":\"add\"}]}", null)),
                e -> assertThat(e).isEqualTo(new ToolResult("item_2", "add /workspace/hello.txt", false, null)),
                e -> assertThat(e).isEqualTo(new FileChanged("hello.txt", "item_2")),
                e -> assertThat(e).isEqualTo(new AssistantText("Now running a command.", null)),
                e -> assertThat(e).isEqualTo(new ToolCall("item_4", "command_execution",
                        "{\"command\":\"/bin/bash -lc 'cat hello.txt && wc -c hello.txt'\"}", null)),
                e -> assertThat(e).isEqualTo(
                        new ToolResult("item_4", "Hello from the mock model\n26 hello.txt\n", false, null)),
                e -> assertThat(e).isInstanceOf(AssistantText.class),
                e -> assertThat(e).isInstanceOf(UsageReported.class),
                e -> assertThat(e).isInstanceOf(SessionEnded.class),
                e -> assertThat(e).isEqualTo(new CompletionSignal()));
    }

    @Test
    void a_usage_limit_is_said_once_with_the_time_it_ends() {
        List<AgentEvent> events = feed("S4_usage", Usage.NONE);

        assertThat(Events.of(events, RateLimited.class)).singleElement()
                .satisfies(limit -> assertThat(limit.rejected()).isTrue())
                .satisfies(limit -> assertThat(limit.resetsAt()).isEqualTo("2026-11-22T19:34:00Z"));
        assertThat(Events.of(events, AuthFailed.class)).isEmpty();
    }

    @Test
    void a_refused_key_is_said_once_after_the_retries() {
        List<AgentEvent> events = feed("S5_401", Usage.NONE);

        assertThat(Events.of(events, AuthFailed.class)).singleElement()
                .satisfies(failed -> assertThat(failed.message()).startsWith("unexpected status 401"));
        assertThat(Events.of(events, Warning.class)).filteredOn(warning -> warning.text().startsWith("Reconnecting"))
                .hasSize(5);
    }

    @Test
    void an_overloaded_server_is_neither_a_limit_nor_a_refusal() {
        List<AgentEvent> events = feed("S3_500", Usage.NONE);

        assertThat(Events.of(events, RateLimited.class)).isEmpty();
        assertThat(Events.of(events, AuthFailed.class)).isEmpty();
        assertThat(Events.of(events, SessionEnded.class).getLast().summary()).contains("high demand");
    }

    @Test
    void a_sandbox_that_refuses_a_patch_is_a_warning_and_changes_no_file() {
        List<AgentEvent> events = feed("S1_readonly", Usage.NONE);

        assertThat(Events.of(events, FileChanged.class)).isEmpty();
        assertThat(Events.of(events, Warning.class)).extracting(Warning::text)
                .anyMatch(text -> text.contains("blocked by read-only sandbox"));
        assertThat(Events.of(events, ToolResult.class)).singleElement()
                .satisfies(result -> assertThat(result.error()).isTrue());
    }

    @Test
    void output_comes_without_nul_and_terminal_escapes() {
        assertThat(feed("S13", Usage.NONE).toString()).doesNotContain("\0", "\u001b").contains("red", "café", "👩‍💻",
                "\u2028");
    }

    @ParameterizedTest
    @ValueSource(strings = { "plain", "{}", "{\"type\":\"new\"}", "{\"type\":\"item.completed\"}",
            "{\"type\":\"item.completed\",\"item\":{\"type\":\"new\"}}", "{\"type\":\"item.started\",\"item\":7}" })
    void what_no_rule_knows_is_kept_as_raw(String line) {
        assertThat(parser(Usage.NONE).stdout(line)).containsExactly(new Raw(line));
    }

    @ParameterizedTest
    @ValueSource(strings = { "{\"type\":\"turn.completed\",\"usage\":[]}", "{\"type\":\"turn.failed\",\"error\":3}",
            "{\"type\":\"thread.started\",\"thread_id\":\"--last\"}", "{\"type\":\"error\"}",
            "{\"type\":\"turn.completed\",\"usage\":{\"input_tokens\":1e300,\"cached_input_tokens\":-1}}",
            "{\"type\":\"item.completed\",\"item\":{\"type\":\"file_change\",\"changes\":{\"a\":1}}}" })
    void a_line_of_an_unexpected_shape_is_no_failure(String line) {
        List<AgentEvent> events = parser(Usage.NONE).stdout(line);

        assertThat(Events.usage(events)).isEqualTo(Usage.NONE);
        assertThat(Events.of(events, SessionStarted.class)).isEmpty();
    }

    @Test
    void a_missing_key_on_standard_error_is_an_auth_failure() {
        CodexParser parser = parser(Usage.NONE);
        parser.stderr("Error: Missing environment variable: `MOCK_API_KEY`.");

        assertThat(parser.end(1)).hasSize(2).first().isInstanceOf(AuthFailed.class);
    }

    private static List<AgentEvent> feed(String name, Usage carried) {
        return CapturedStream.load("codex/" + name).feed(parser(carried));
    }

    private static CodexParser parser(Usage carried) {
        return new CodexParser(AgentTasks.carrying(carried),
                Clock.fixed(Instant.parse("2026-11-22T17:34:00Z"), ZoneOffset.UTC));
    }
}
