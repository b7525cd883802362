package dev.ringmaster.agent.opencode;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.AssistantText;
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
 * Reads the lines of {@code opencode run --format json}, measured with 1.18.33.
 * <p>
 * There is no line for the start and none for the end: the session's id is in every line, and the agent is done when its
 * last step did not end for a tool's sake and it exits with 0. Tokens and cost are per step. No event: {@code step_start}.
 */
final class OpencodeParser implements AgentEventParser {

    private static final Set<String> EDITING_TOOLS = Set.of("write", "edit", "multiedit");
    private static final Set<String> UNFINISHED = Set.of("tool-calls", "length", "content-filter", "error");

    /** A line of its log: the request is asked again after what the provider said, be that seconds or days. */
    private static final Pattern REFUSED_REQUEST = Pattern.compile("^timestamp=\\S+ level=ERROR .*message=\"stream error\"");

    private final WorktreePaths paths;
    private final @Nullable String model;
    private final ErrorOutput errorOutput = new ErrorOutput();
    private boolean started;
    private @Nullable String lastText;
    private @Nullable String lastReason;
    private @Nullable String error;

    OpencodeParser(AgentTask task) {
        this.paths = new WorktreePaths(task.worktree());
        this.model = task.model();
    }

    @Override
    public List<AgentEvent> stdout(String line) {
        return JsonLine.read(line, object -> read(object, line));
    }

    private List<AgentEvent> read(ObjectNode object, String line) {
        List<AgentEvent> events = new ArrayList<>();
        start(Json.text(object, "sessionID"), events);
        JsonNode part = object.path("part");
        switch (Json.text(object, "type", "")) {
            case "step_start" -> {
                // its step_finish says all there is to say
            }
            case "text" -> text(part, events);
            case "reasoning" -> events.add(new Thinking(Json.text(part, "text", ""), null));
            case "tool_use" -> tool(part, events);
            case "step_finish" -> finish(part, events);
            case "error" -> error(object, events);
            default -> events.add(new Raw(line));
        }
        return events;
    }

    private void start(@Nullable String session, List<AgentEvent> events) {
        if (!started && session != null) {
            started = true;
            events.add(Arguments.isSessionId(session) ? new SessionStarted(session, model)
                    : new Warning("The agent gave a session id that cannot be resumed: '" + session + "'"));
        }
    }

    private void text(JsonNode part, List<AgentEvent> events) {
        String text = Json.text(part, "text", "");
        lastText = text;
        events.add(new AssistantText(text, null));
    }

    private void tool(JsonNode part, List<AgentEvent> events) {
        String id = Json.text(part, "callID", "");
        String name = Json.text(part, "tool", "");
        JsonNode state = part.path("state");
        JsonNode input = state.path("input");
        boolean failed = Json.text(state, "status", "").equals("error");
        events.add(new ToolCall(id, name, input.isMissingNode() ? "{}" : input.toString(), null));
        events.add(new ToolResult(id, Json.text(state, failed ? "error" : "output", ""), failed, null));
        if (failed) {
            return;
        }
        String path = Json.text(input, "filePath");
        if (EDITING_TOOLS.contains(name) && path != null) {
            events.add(new FileChanged(paths.relative(path), id));
        }
        state.path("metadata").path("files").valueStream().map(file -> Json.text(file, "filePath", ""))
                .filter(file -> !file.isEmpty()).forEach(file -> events.add(new FileChanged(paths.relative(file), id)));
    }

    private void finish(JsonNode part, List<AgentEvent> events) {
        lastReason = Json.text(part, "reason", "");
        error = null;
        JsonNode tokens = part.path("tokens");
        JsonNode cache = tokens.path("cache");
        Usage usage = new Usage(Json.count(tokens, "input"), Json.count(cache, "write"), Json.count(cache, "read"),
                Json.count(tokens, "output") + Json.count(tokens, "reasoning"), Json.dollars(part.path("cost")));
        if (!usage.isNothing()) {
            events.add(new UsageReported(usage));
        }
    }

    private void error(JsonNode line, List<AgentEvent> events) {
        ApiError read = ApiError.of(line);
        error = read.message();
        events.add(read.event());
    }

    @Override
    public List<AgentEvent> stderr(String line) {
        String text = Json.clean(line).strip();
        if (text.isEmpty()) {
            return List.of();
        }
        errorOutput.add(text);
        return List.of(REFUSED_REQUEST.matcher(text).find() && ApiError.isLimit(text)
                ? new RateLimited(text, true, null)
                : new Warning(text));
    }

    @Override
    public List<AgentEvent> end(int exitCode) {
        if (error != null) {
            return List.of(new SessionEnded(false, error));
        }
        if (exitCode != 0 || lastReason == null) {
            return List.of(new SessionEnded(false, errorOutput.withoutResult(exitCode)));
        }
        if (UNFINISHED.contains(lastReason)) {
            String words = errorOutput.text();
            return List.of(new SessionEnded(false, "The agent stopped in the middle of its work (" + lastReason + ")"
                    + (words.isEmpty() ? "" : ": " + words)));
        }
        SessionEnded ended = new SessionEnded(true, lastText);
        return lastText != null && lastText.contains(CompletionSignal.TAG) ? List.of(ended, new CompletionSignal())
                : List.of(ended);
    }
}
