package dev.ringmaster.agent.claude;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.AssistantText;
import dev.ringmaster.agent.AgentEvent.FileChanged;
import dev.ringmaster.agent.AgentEvent.Raw;
import dev.ringmaster.agent.AgentEvent.Thinking;
import dev.ringmaster.agent.AgentEvent.ToolCall;
import dev.ringmaster.agent.AgentEvent.ToolResult;
import dev.ringmaster.agent.AgentEvent.Warning;
import dev.ringmaster.agent.cli.Json;
import dev.ringmaster.agent.cli.WorktreePaths;

/** Reads the content blocks of {@code assistant} and {@code user} lines. */
final class MessageReader {

    private static final Set<String> EDITING_TOOLS = Set.of("Write", "Edit", "MultiEdit", "NotebookEdit");
    private static final int OPEN_EDITS = 1000;
    private static final int NOTE_LENGTH = 300;

    private final WorktreePaths paths;
    /** Tool id to path, for edits whose result has not come yet. */
    private final Map<String, String> openEdits = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > OPEN_EDITS;
        }
    };

    /** @param worktree paths below it are reported relative to it */
    MessageReader(Path worktree) {
        this.paths = new WorktreePaths(worktree);
    }

    List<AgentEvent> assistant(JsonNode line) {
        String parent = Json.text(line, "parent_tool_use_id");
        List<AgentEvent> events = new ArrayList<>();
        for (JsonNode block : line.path("message").path("content")) {
            switch (Json.text(block, "type", "")) {
                case "text" -> events.add(new AssistantText(Json.text(block, "text", ""), parent));
                case "thinking" -> thinking(block, parent, events);
                case "redacted_thinking" -> {
                    // encrypted by the provider: nothing that anybody could read
                }
                case "tool_use", "server_tool_use", "mcp_tool_use" -> events.add(toolCall(block, parent));
                default -> events.add(blockOfAssistant(block, parent));
            }
        }
        return events;
    }

    private static void thinking(JsonNode block, @Nullable String parent, List<AgentEvent> events) {
        String text = Json.text(block, "thinking", "");
        if (!text.isBlank()) {
            events.add(new Thinking(text, parent));
        }
    }

    private AgentEvent toolCall(JsonNode block, @Nullable String parent) {
        String id = Json.text(block, "id", "");
        String name = Json.text(block, "name", "");
        JsonNode input = block.path("input");
        String path = Json.text(input, "file_path", Json.text(input, "notebook_path", ""));
        if (EDITING_TOOLS.contains(name) && !path.isEmpty()) {
            openEdits.put(id, path);
        }
        return new ToolCall(id, name, input.isMissingNode() ? "{}" : input.toString(), parent);
    }

    /** The results of tools that ran at the provider come inside assistant lines. */
    private static AgentEvent blockOfAssistant(JsonNode block, @Nullable String parent) {
        String id = Json.text(block, "tool_use_id");
        return id == null ? new Raw(block.toString())
                : new ToolResult(id, contentText(block.path("content")), block.path("is_error").asBoolean(false), parent);
    }

    List<AgentEvent> user(JsonNode line) {
        String parent = Json.text(line, "parent_tool_use_id");
        List<AgentEvent> events = new ArrayList<>();
        JsonNode content = line.path("message").path("content");
        if (content.isTextual()) {
            note(line, Json.clean(content.textValue()), parent, events);
        }
        for (JsonNode block : content) {
            switch (Json.text(block, "type", "")) {
                case "tool_result" -> toolResult(line, block, parent, events);
                case "text" -> note(line, Json.text(block, "text", ""), parent, events);
                default -> events.add(new Raw(block.toString()));
            }
        }
        return events;
    }

    private void toolResult(JsonNode line, JsonNode block, @Nullable String parent, List<AgentEvent> events) {
        String id = Json.text(block, "tool_use_id", "");
        boolean error = block.path("is_error").asBoolean(false);
        events.add(new ToolResult(id, contentText(block.path("content")), error, parent));
        String edited = openEdits.remove(id);
        if (edited != null && !error) {
            events.add(new FileChanged(paths.relative(Json.text(line.path("tool_use_result"), "filePath", edited)), id));
        }
    }

    /**
     * Text in the user's role that no user wrote: an interruption, a continuation after the output limit. Echoes of our own
     * prompt and the prompts of sub-agents (already seen as the tool call's input) say nothing new.
     */
    private static void note(JsonNode line, String text, @Nullable String parent, List<AgentEvent> events) {
        if (line.path("isReplay").asBoolean(false) || parent != null || text.isBlank()) {
            return;
        }
        events.add(new Warning(text.length() <= NOTE_LENGTH ? text : text.substring(0, NOTE_LENGTH) + "…"));
    }

    /** A tool's content is a string or a list of blocks, of which some are images. */
    static String contentText(JsonNode content) {
        if (content.isTextual()) {
            return Json.clean(content.textValue());
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode block : content) {
            String type = Json.text(block, "type", "unknown");
            text.append(text.isEmpty() ? "" : "\n").append(Json.text(block, "text", "[" + type + "]"));
        }
        return text.toString();
    }
}
