package dev.ringmaster.agent.gemini;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.AssistantText;
import dev.ringmaster.agent.AgentEvent.CompletionSignal;
import dev.ringmaster.agent.AgentEvent.FileChanged;
import dev.ringmaster.agent.AgentEvent.Raw;
import dev.ringmaster.agent.AgentEvent.SessionEnded;
import dev.ringmaster.agent.AgentEvent.SessionStarted;
import dev.ringmaster.agent.AgentEvent.ToolCall;
import dev.ringmaster.agent.AgentEvent.ToolResult;
import dev.ringmaster.agent.AgentEvent.UsageReported;
import dev.ringmaster.agent.AgentEvent.Warning;
import dev.ringmaster.agent.AgentEventParser;
import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.agent.Usage;
import dev.ringmaster.agent.cli.Arguments;
import dev.ringmaster.agent.cli.ErrorOutput;
import dev.ringmaster.agent.cli.Json;
import dev.ringmaster.agent.cli.JsonLine;
import dev.ringmaster.agent.cli.WorktreePaths;

/**
 * Reads the lines of {@code gemini --output-format stream-json}, measured with 0.61.0. Its statistics are those of the run.
 * <p>
 * No event: the echo of our own prompt, and on standard error the greetings of every start and the frames of stack traces.
 */
final class GeminiParser implements AgentEventParser {

    private static final Set<String> EDITING_TOOLS = Set.of("write_file", "replace", "edit");
    private static final List<String> NOISE = List.of("Warning: Basic terminal detected", "Warning: 256-color support",
            "YOLO mode is enabled.", "Ripgrep is not available.", "[STARTUP]", "    at ", "Loaded cached credentials.");

    private final WorktreePaths paths;
    private final Map<String, String> openEdits = new HashMap<>();
    private final ErrorOutput errorOutput = new ErrorOutput();
    private final Failure failure = new Failure();
    private Reply reply = new Reply();
    private boolean ended;
    private boolean signalled;

    GeminiParser(AgentTask task) {
        this.paths = new WorktreePaths(task.worktree());
    }

    @Override
    public List<AgentEvent> stdout(String line) {
        return JsonLine.read(line, object -> read(object, line));
    }

    private List<AgentEvent> read(ObjectNode object, String line) {
        String type = Json.text(object, "type", "");
        List<AgentEvent> events = new ArrayList<>();
        if (!type.equals("message")) {
            reply.rest().ifPresent(text -> events.add(new AssistantText(text, null)));
        }
        switch (type) {
            case "init" -> events.add(started(object));
            case "message" -> message(object, events);
            case "tool_use" -> events.add(toolCall(object));
            case "tool_result" -> toolResult(object, events);
            case "error" -> events.add(new Warning(Json.text(object, "message", line)));
            case "result" -> result(object, events);
            default -> events.add(new Raw(line));
        }
        return events;
    }

    private static AgentEvent started(JsonNode line) {
        String id = Json.text(line, "session_id", "");
        return Arguments.isSessionId(id) ? new SessionStarted(id, Json.text(line, "model"))
                : new Warning("The agent gave a session id that cannot be resumed: '" + id + "'");
    }

    private void message(JsonNode line, List<AgentEvent> events) {
        if (Json.text(line, "role", "").equals("assistant")) {
            reply.add(Json.text(line, "content", "")).ifPresent(text -> events.add(new AssistantText(text, null)));
        }
    }

    private AgentEvent toolCall(JsonNode line) {
        String id = Json.text(line, "tool_id", "");
        String name = Json.text(line, "tool_name", "");
        JsonNode input = line.path("parameters");
        String path = Json.text(input, "file_path");
        if (EDITING_TOOLS.contains(name) && path != null) {
            openEdits.put(id, path);
        }
        reply = new Reply();
        return new ToolCall(id, name, input.isMissingNode() ? "{}" : input.toString(), null);
    }

    private void toolResult(JsonNode line, List<AgentEvent> events) {
        String id = Json.text(line, "tool_id", "");
        boolean failed = !Json.text(line, "status", "success").equals("success");
        String output = Json.text(line, "output", Json.text(line.path("error"), "message", ""));
        events.add(new ToolResult(id, output, failed, null));
        String path = openEdits.remove(id);
        if (path != null && !failed) {
            events.add(new FileChanged(paths.relative(path), id));
        }
    }

    private void result(JsonNode line, List<AgentEvent> events) {
        Usage usage = usage(line.path("stats"));
        if (!usage.isNothing()) {
            events.add(new UsageReported(usage));
        }
        ended = true;
        if (Json.text(line, "status", "").equals("success")) {
            signalled = reply.text().contains(CompletionSignal.TAG);
            events.add(new SessionEnded(true, reply.text()));
            return;
        }
        signalled = false;
        String message = Json.text(line.path("error"), "message", "The agent reported an error.");
        failure.byText(message, Json.text(line, "timestamp")).ifPresent(events::add);
        events.add(new SessionEnded(false, message));
    }

    /** Thinking is in the total alone, yet it is paid for as output. */
    private static Usage usage(JsonNode stats) {
        long input = Json.count(stats, "input_tokens");
        long cached = Json.count(stats, "cached");
        long output = Math.max(Json.count(stats, "output_tokens"), Json.count(stats, "total_tokens") - input);
        return new Usage(Math.max(0, input - cached), 0, cached, output, null);
    }

    @Override
    public List<AgentEvent> stderr(String line) {
        String text = Json.clean(line);
        if (text.isBlank() || NOISE.stream().anyMatch(text::startsWith)) {
            return List.of();
        }
        errorOutput.add(text);
        return List.of(new Warning(text));
    }

    @Override
    public List<AgentEvent> end(int exitCode) {
        List<AgentEvent> events = new ArrayList<>();
        reply.rest().ifPresent(text -> events.add(new AssistantText(text, null)));
        if (ended) {
            failure.byExitCode(exitCode, "The agent ended with exit code " + exitCode).ifPresent(events::add);
            if (signalled) {
                events.add(new CompletionSignal());
            }
            return events;
        }
        String why = errorOutput.withoutResult(exitCode);
        failure.byExitCode(exitCode, why).ifPresent(events::add);
        events.add(new SessionEnded(false, why));
        return events;
    }
}
