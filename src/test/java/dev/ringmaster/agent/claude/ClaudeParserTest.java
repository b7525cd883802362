package dev.ringmaster.agent.claude;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.AuthFailed;
import dev.ringmaster.agent.AgentEvent.CompletionSignal;
import dev.ringmaster.agent.AgentEvent.FileChanged;
import dev.ringmaster.agent.AgentEvent.RateLimited;
import dev.ringmaster.agent.AgentEvent.Raw;
import dev.ringmaster.agent.AgentEvent.SessionEnded;
import dev.ringmaster.agent.AgentEvent.SessionStarted;
import dev.ringmaster.agent.AgentEvent.ToolResult;
import dev.ringmaster.agent.AgentEvent.Warning;
import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.agent.Usage;
import dev.ringmaster.testing.Events;

class ClaudeParserTest {

    @ParameterizedTest
    @ValueSource(strings = { "plain words", "{\"type\":\"result\"", "[1,2]", "{}", "{\"type\":42}", "null",
            "{\"type\":\"new_kind\",\"x\":1}", "{\"type\":\"system\",\"subtype\":\"new_kind\"}", "{\"a\":1e99999}}",
            "{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"new_block\"}]}}" })
    void what_no_rule_knows_is_kept_as_raw(String line) {
        assertThat(parser(Usage.NONE).stdout(line)).singleElement().isInstanceOf(Raw.class);
    }

    @ParameterizedTest
    @ValueSource(strings = { "{\"type\":\"assistant\",\"message\":7}", "{\"type\":\"user\",\"message\":{\"content\":3}}",
            "{\"type\":\"rate_limit_event\",\"rate_limit_info\":[]}", "{\"type\":\"result\",\"usage\":\"x\",\"modelUsage\":[]}",
            "{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":{}}",
            "{\"type\":\"result\",\"total_cost_usd\":1e400,\"usage\":{\"input_tokens\":1e300,\"output_tokens\":-5}}",
            "{\"type\":\"rate_limit_event\",\"rate_limit_info\":{\"status\":\"rejected\",\"resetsAt\":9e17}}" })
    void a_line_of_an_unexpected_shape_is_no_failure(String line) {
        assertThat(Events.usage(parser(Usage.NONE).stdout(line)).inputTokens()).isZero();
    }

    @Test
    void deep_nesting_is_kept_as_raw() {
        String line = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThat(parser(Usage.NONE).stdout(line)).containsExactly(new Raw(line));
    }

    @Test
    void a_result_without_sums_per_model_gives_exactly_its_tokens_and_cost() {
        List<AgentEvent> events = run(usage(999, "0.5"),
                """
                        {"type":"system","subtype":"init","session_id":"s-1","model":"m"}
                        {"type":"assistant","message":{"id":"a","content":[{"type":"text","text":"hi"}],"usage":{"input_tokens":7,"output_tokens":1}}}
                        {"type":"result","subtype":"success","is_error":false,"result":"ok <promise>COMPLETE</promise>","total_cost_usd":0.0123,\
                        "usage":{"input_tokens":100,"cache_creation_input_tokens":20,"cache_read_input_tokens":30,"output_tokens":40}}
                        """);

        assertThat(Events.usage(events)).isEqualTo(new Usage(100, 20, 30, 40, new BigDecimal("0.0123")));
        assertThat(events).endsWith(new SessionEnded(true, "ok <promise>COMPLETE</promise>"), new CompletionSignal());
    }

    @Test
    void a_cumulative_sum_is_reported_without_what_the_session_had_spent_before() {
        List<AgentEvent> events = run(usage(100, "0.25"), cumulative(150, "0.40"), cumulative(170, "0.50"));

        assertThat(Events.usage(events)).isEqualTo(new Usage(70, 0, 0, 0, new BigDecimal("0.25")));
    }

    @Test
    void a_sum_that_started_again_is_reported_whole() {
        List<AgentEvent> events = run(usage(100, "0.25"), cumulative(60, "0.10"));

        assertThat(Events.usage(events)).isEqualTo(new Usage(60, 0, 0, 0, new BigDecimal("0.1")));
    }

    @Test
    void only_the_last_result_can_signal_completion() {
        List<AgentEvent> events = run(Usage.NONE, """
                {"type":"result","subtype":"success","is_error":false,"result":"<promise>COMPLETE</promise>"}
                {"type":"result","subtype":"success","is_error":false,"result":"there is more to do"}
                """);

        assertThat(Events.of(events, CompletionSignal.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "COMPLETE", "<promise>complete</promise>", "<promise> COMPLETE </promise>",
            "<promise>COMPL" })
    void only_the_exact_tag_signals_completion(String text) {
        List<AgentEvent> events = run(Usage.NONE,
                "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"result\":\"" + text + "\"}");

        assertThat(Events.of(events, CompletionSignal.class)).isEmpty();
    }

    @Test
    void a_failed_result_signals_nothing_whatever_its_text() {
        List<AgentEvent> events = run(Usage.NONE,
                "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":true,\"result\":\"<promise>COMPLETE</promise>\"}");

        assertThat(Events.of(events, CompletionSignal.class)).isEmpty();
        assertThat(Events.of(events, SessionEnded.class)).singleElement()
                .satisfies(ended -> assertThat(ended.success()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = { "--dangerously-skip-permissions", "/etc/passwd", "../up", "" })
    void a_session_id_that_could_be_an_option_or_a_path_is_not_taken(String id) {
        List<AgentEvent> events = run(Usage.NONE,
                "{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"" + id + "\"}");

        assertThat(Events.of(events, SessionStarted.class)).isEmpty();
        assertThat(Events.of(events, Warning.class)).hasSize(1);
    }

    @Test
    void a_failed_edit_changes_no_file_and_a_notebook_edit_does() {
        List<AgentEvent> events = run(Usage.NONE,
                """
                        {"type":"assistant","message":{"content":[{"type":"tool_use","id":"t1","name":"Edit","input":{"file_path":"/workspace/a"}}]}}
                        {"type":"assistant","message":{"content":[{"type":"tool_use","id":"t2","name":"NotebookEdit","input":{"notebook_path":"/elsewhere/n.ipynb"}}]}}
                        {"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t1","is_error":true,"content":"no match"}]}}
                        {"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t2","content":[{"type":"text","text":"a"},{"type":"image"}]}]}}
                        """);

        assertThat(Events.of(events, FileChanged.class)).containsExactly(new FileChanged("/elsewhere/n.ipynb", "t2"));
        assertThat(Events.of(events, ToolResult.class)).containsExactly(new ToolResult("t1", "no match", true, null),
                new ToolResult("t2", "a\n[image]", false, null));
    }

    @Test
    void a_warning_of_the_limit_is_no_refusal() {
        List<AgentEvent> events = run(Usage.NONE,
                "{\"type\":\"rate_limit_event\",\"rate_limit_info\":{\"status\":\"allowed_warning\",\"rateLimitType\":\"five_hour\",\"resetsAt\":1795375327}}");

        assertThat(Events.of(events, RateLimited.class)).singleElement()
                .satisfies(limit -> assertThat(limit.rejected()).isFalse());
    }

    @Test
    void an_older_version_tells_denials_only_in_its_result() {
        List<AgentEvent> events = run(Usage.NONE,
                "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"result\":\"x\",\"permission_denials\":[{\"tool_name\":\"Write\",\"tool_use_id\":\"t\"}]}");

        assertThat(Events.of(events, Warning.class)).singleElement()
                .satisfies(warning -> assertThat(warning.text()).startsWith("Permission denied for Write"));
    }

    @Test
    void a_login_that_is_asked_for_on_standard_error_is_an_auth_failure() {
        ClaudeParser parser = parser(Usage.NONE);
        List<AgentEvent> events = new ArrayList<>(parser.stderr("Not logged in · Please run /login"));
        events.addAll(parser.end(1));

        assertThat(Events.of(events, AuthFailed.class)).hasSize(1);
        assertThat(Events.of(events, SessionEnded.class).getLast().summary()).contains("exit code 1", "Please run /login");
    }

    private static String cumulative(long input, String cost) {
        return """
                {"type":"result","subtype":"success","is_error":false,"result":"x","total_cost_usd":9,\
                "usage":{"input_tokens":5},"modelUsage":{"m":{"inputTokens":%d,"costUSD":%s}}}
                """.formatted(input, cost);
    }

    private static Usage usage(long input, String cost) {
        return new Usage(input, 0, 0, 0, new BigDecimal(cost));
    }

    private static List<AgentEvent> run(Usage carried, String... texts) {
        ClaudeParser parser = parser(carried);
        List<AgentEvent> events = new ArrayList<>();
        String.join("\n", texts).lines().forEach(line -> events.addAll(parser.stdout(line)));
        events.addAll(parser.end(0));
        return events;
    }

    private static ClaudeParser parser(Usage carried) {
        return new ClaudeParser(new AgentTask("do it", Path.of("/workspace"), Path.of("/scratch"), Path.of("/config"),
                Map.of(), null, null, carried, false));
    }
}
