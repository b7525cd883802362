package dev.ringmaster.agent.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.AssistantText;
import dev.ringmaster.agent.AgentEvent.AuthFailed;
import dev.ringmaster.agent.AgentEvent.BudgetSpent;
import dev.ringmaster.agent.AgentEvent.CompletionSignal;
import dev.ringmaster.agent.AgentEvent.FileChanged;
import dev.ringmaster.agent.AgentEvent.RateLimited;
import dev.ringmaster.agent.AgentEvent.Raw;
import dev.ringmaster.agent.AgentEvent.SessionEnded;
import dev.ringmaster.agent.AgentEvent.SessionStarted;
import dev.ringmaster.agent.AgentEvent.Thinking;
import dev.ringmaster.agent.AgentEvent.ToolCall;
import dev.ringmaster.agent.AgentEvent.ToolResult;
import dev.ringmaster.agent.AgentEvent.UsageReported;
import dev.ringmaster.agent.AgentEvent.UsageShown;
import dev.ringmaster.agent.AgentEvent.Warning;
import dev.ringmaster.agent.AgentEvent.WindowSeen;
import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.agent.Usage;
import dev.ringmaster.testing.CapturedStream;
import dev.ringmaster.testing.Events;

/** Streams that the real CLI printed. The expected numbers were added up from their result lines by another program. */
class ClaudeStreamsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            S1,                  true,  true,   33,     3600, 10200, 171,   0.023592
            S11_default,         true,  true,   33,     3600, 10200, 171,   0.023592
            S11_plan,            true,  true,   33,     3600, 10200, 171,   0.023592
            S11_stdio_allow,     true,  true,   33,     3600, 10200, 171,   0.023592
            S12,                 true,  true,   55,     6000, 17000, 285,   0.03932
            S12_fg,              true,  true,   44,     4800, 13600, 228,   0.031456
            S13,                 true,  true,   33,     3600, 10200, 171,   0.023592
            S13_mcp,             true,  true,   22,     2400, 6800,  114,   0.015728
            S14_hooks,           true,  true,   33,     3600, 10200, 171,   0.023592
            S17_maxtok,          false, false,  44,     4800, 13600, 228,   0.031456
            S18_budget,          false, false,  250000, 0,    0,     5,     0.50005
            S1_partial,          true,  true,   33,     3600, 10200, 171,   0.023592
            S2,                  true,  false,  11,     1200, 3400,  57,    0.007864
            S21_compact,         true,  true,   55,     6000, 17000, 285,   0.03932
            S3_500_r2,           false, false,  0,      0,    0,     0,     0
            S3_529_r2,           false, false,  0,      0,    0,     0,     0
            S3_mid,              true,  false,  11,     1200, 3400,  57,    0.007864
            S3_once,             true,  true,   11,     1200, 3400,  57,    0.007864
            S4_429_r2,           false, false,  0,      0,    0,     0,     0
            S4_ok_oauth,         true,  true,   11,     1200, 3400,  57,    0.003932
            S4_unified_oauth,    false, false,  0,      0,    0,     0,     0
            S5_401_r2,           false, false,  0,      0,    0,     0,     0
            S5_revoked_oauth_r2, false, false,  0,      0,    0,     0,     0
            S6,                  false, false,  11,     1200, 3400,  57,    0.007864
            S7,                  false, false,  200000, 1200, 3400,  20000, 1.20668
            S8_SIGINT,           false, false,  22,     2400, 6800,  121,   0.015868
            S8_SIGINT_resume,    true,  false,  11,     1200, 3400,  57,    0.007864
            S8_SIGKILL,          false, false,  0,      0,    0,     0,     0
            S8_SIGKILL_resume,   true,  false,  11,     1200, 3400,  57,    0.007864
            S8_SIGTERM,          false, false,  0,      0,    0,     0,     0
            S8_SIGTERM_resume,   true,  false,  11,     1200, 3400,  57,    0.007864
            S9,                  true,  true,   33,     3600, 10200, 171,   0.023592
            S9_interrupt,        true,  true,   22,     2400, 6800,  153,   0.016508
            SP_project_default,  true,  false,  11,     1200, 3400,  57,    0.007864
            v2.1.197_S1,         true,  true,   33,     3600, 10200, 171,   0.03204
            v2.1.197_S8_SIGINT,  false, false,  0,      0,    0,     0,     0
            """)
    void a_captured_stream_says_its_outcome_and_its_bill(String name, boolean success, boolean signal, long input,
            long cacheWrite, long cacheRead, long output, BigDecimal dollars) {
        List<AgentEvent> events = feed(name);

        assertThat(Events.of(events, SessionStarted.class)).hasSize(1);
        assertThat(Events.of(events, SessionEnded.class).getLast().success()).isEqualTo(success);
        assertThat(Events.of(events, CompletionSignal.class)).hasSize(signal ? 1 : 0);
        Usage usage = Events.usage(events);
        assertThat(usage.inputTokens()).isEqualTo(input);
        assertThat(usage.cacheCreationInputTokens()).isEqualTo(cacheWrite);
        assertThat(usage.cacheReadInputTokens()).isEqualTo(cacheRead);
        assertThat(usage.outputTokens()).isEqualTo(output);
        BigDecimal cost = usage.costUsd() == null ? BigDecimal.ZERO : usage.costUsd();
        assertThat(cost).isCloseTo(dollars, within(new BigDecimal("0.000000001")));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "S1", "S12", "S13", "S14_hooks", "S21_compact", "S8_SIGINT", "S17_maxtok", "S9",
            "v2.1.197_S1" })
    void every_line_of_a_known_version_is_understood(String name) {
        assertThat(Events.of(feed(name), Raw.class)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "S12", "S13", "S4_unified_oauth", "v2.1.197_S1" })
    void the_same_lines_give_the_same_events_again(String name) {
        assertThat(feed(name)).isEqualTo(feed(name));
    }

    @Test
    void a_run_is_told_step_by_step() {
        var told = feed("S1").stream().filter(event -> !(event instanceof UsageShown)).toList();

        assertThat(told).satisfiesExactly(
                e -> assertThat(e).isEqualTo(
                        new SessionStarted("86870468-e014-4592-8d86-2c607bbb00f2", "claude-opus-5-5")),
                e -> assertThat(e).isEqualTo(new Thinking("I should write the file first.", null)),
                e -> assertThat(e).isEqualTo(new AssistantText("I'll create hello.txt.", null)),
                e -> assertThat(e).isEqualTo(new ToolCall("toolu_mock_d98d7d389d20", "Write",
                        "{\"file_path\":\"/workspace/hello.txt\",\"content\":\"Hello from the mock model\\n\"}", null)),
                e -> assertThat(e).isInstanceOf(ToolResult.class),
                e -> assertThat(e).isEqualTo(new FileChanged("hello.txt", "toolu_mock_d98d7d389d20")),
                e -> assertThat(e).isEqualTo(new AssistantText("Now running a command.", null)),
                e -> assertThat(e).isInstanceOf(ToolCall.class),
                e -> assertThat(e).isEqualTo(new ToolResult("toolu_mock_6b0c7b8a38f0",
                        "Hello from the mock model\n26 hello.txt", false, null)),
                e -> assertThat(e).isInstanceOf(AssistantText.class),
                e -> assertThat(e).isInstanceOf(UsageReported.class),
                e -> assertThat(e).isInstanceOf(SessionEnded.class),
                e -> assertThat(e).isEqualTo(new CompletionSignal()));
    }

    @Test
    void a_budget_that_is_spent_is_no_error_of_its_own() {
        assertThat(Events.of(feed("S18_budget"), BudgetSpent.class))
                .containsExactly(new BudgetSpent("Reached maximum budget ($0.5)"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "S1", "S12", "S12_fg", "S13", "v2.1.197_S1" })
    void what_messages_show_while_the_agent_works_is_the_input_that_the_result_reports(String name) {
        var byMessage = new HashMap<String, Usage>();
        Events.of(feed(name), UsageShown.class).forEach(shown -> byMessage.put(shown.messageId(), shown.usage()));
        var shown = byMessage.values().stream().reduce(Usage.NONE, Usage::plus);

        var reported = Events.usage(feed(name));
        assertThat(shown.outputTokens()).isPositive();
        assertThat(shown).extracting(Usage::inputTokens, Usage::cacheCreationInputTokens, Usage::cacheReadInputTokens)
                .containsExactly(reported.inputTokens(), reported.cacheCreationInputTokens(),
                        reported.cacheReadInputTokens());
    }

    @Test
    void a_killed_agent_has_shown_what_it_spent() {
        assertThat(Events.of(feed("S8_SIGKILL"), UsageShown.class)).isNotEmpty()
                .allSatisfy(shown -> assertThat(shown.model()).isEqualTo("claude-opus-5-5"));
    }

    @Test
    void what_a_sub_agent_says_and_does_names_the_call_that_started_it() {
        List<AgentEvent> events = feed("S12");

        assertThat(Events.of(events, AssistantText.class))
                .contains(new AssistantText("Subagent looking.", "toolu_mock_5a8bd59b1db3"));
        assertThat(Events.of(events, ToolResult.class)).contains(
                new ToolResult("toolu_mock_4555e6943d61", "from-subagent", false, "toolu_mock_5a8bd59b1db3"));
        assertThat(Events.of(events, SessionEnded.class)).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "S5_401_r2", "S5_revoked_oauth_r2" })
    void a_refused_credential_is_said_once_after_the_retries(String name) {
        List<AgentEvent> events = feed(name);

        assertThat(Events.of(events, AuthFailed.class)).hasSize(1);
        assertThat(Events.of(events, RateLimited.class)).isEmpty();
        assertThat(Events.of(events, Warning.class)).hasSize(2)
                .allSatisfy(warning -> assertThat(warning.text()).contains("authentication_failed"));
    }

    @Test
    void a_reached_usage_limit_says_when_it_opens_again() {
        List<RateLimited> limits = Events.of(feed("S4_unified_oauth"), RateLimited.class);

        assertThat(limits).allSatisfy(limit -> {
            assertThat(limit.rejected()).isTrue();
            assertThat(limit.resetsAt()).isEqualTo(Instant.ofEpochSecond(1795375327L));
        });
        assertThat(limits.getLast().message()).contains("5-hour limit");
    }

    @Test
    void a_request_limit_without_a_window_is_a_limit_without_a_time() {
        assertThat(Events.of(feed("S4_429_r2"), RateLimited.class)).singleElement()
                .satisfies(limit -> assertThat(limit.rejected()).isTrue())
                .satisfies(limit -> assertThat(limit.resetsAt()).isNull());
    }

    @Test
    void an_open_window_is_no_limit_and_says_how_much_of_it_is_used() {
        assertThat(Events.of(feed("S4_ok_oauth"), RateLimited.class)).isEmpty();
        assertThat(Events.of(feed("S4_ok_oauth"), WindowSeen.class)).contains(
                new WindowSeen("five_hour", 0.31, Instant.ofEpochSecond(1795375334L)),
                new WindowSeen("seven_day", 0.42, Instant.ofEpochSecond(1795768134L)));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "S11_default", "S11_plan" })
    void a_denied_tool_is_a_warning_and_changes_no_file(String name) {
        List<AgentEvent> events = feed(name);

        assertThat(Events.of(events, Warning.class))
                .filteredOn(warning -> warning.text().startsWith("Permission denied for Write")).hasSize(1);
        assertThat(Events.of(events, FileChanged.class)).isEmpty();
    }

    @Test
    void tool_output_comes_without_nul_and_terminal_escapes() {
        assertThat(feed("S13").toString()).doesNotContain("\0", "\u001b").contains("red", "café", "👩‍💻", "\u2028");
    }

    @Test
    void the_text_of_an_error_is_the_summary() {
        assertThat(Events.of(feed("S6"), SessionEnded.class).getLast().summary())
                .isEqualTo("Reached maximum number of turns (1)");
        assertThat(Events.of(feed("S8_SIGTERM"), SessionEnded.class).getLast().summary()).contains("exit code 143");
    }

    private static List<AgentEvent> feed(String name) {
        AgentTask task = new AgentTask("do it", Path.of("/workspace"), Path.of("/scratch"), Path.of("/config"), Map.of(),
                null, null, Usage.NONE, false);
        return CapturedStream.load("claude/" + name).feed(new ClaudeParser(task));
    }
}
