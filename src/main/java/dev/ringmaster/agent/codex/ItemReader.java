package dev.ringmaster.agent.codex;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

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

/** Reads the items of a Codex thread. An item of type {@code error} is a warning: the turn goes on after it. */
final class ItemReader {

    /** Fields of an item that are no part of what the tool was asked. */
    private static final List<String> NOT_INPUT = List.of("id", "type", "status", "aggregated_output", "exit_code", "result",
            "error");

    private final WorktreePaths paths;
    private final Set<String> called = new HashSet<>();
    private @Nullable String lastMessage;

    ItemReader(Path worktree) {
        this.paths = new WorktreePaths(worktree);
    }

    @Nullable
    String lastMessage() {
        return lastMessage;
    }

    List<AgentEvent> started(JsonNode item, String line) {
        return switch (Json.text(item, "type", "")) {
            case "command_execution", "file_change", "mcp_tool_call", "web_search", "collab_tool_call" ->
                List.of(call(item));
            case "agent_message", "reasoning", "todo_list", "error" -> List.of();
            default -> List.of(new Raw(line));
        };
    }

    List<AgentEvent> completed(JsonNode item, String line) {
        return switch (Json.text(item, "type", "")) {
            case "agent_message" -> {
                String text = Json.text(item, "text", "");
                lastMessage = text;
                yield List.of(new AssistantText(text, null));
            }
            case "reasoning" -> List.of(new Thinking(Json.text(item, "text", ""), null));
            case "todo_list" -> List.of(new Thinking(plan(item.path("items")), null));
            case "error" -> List.of(new Warning(Json.text(item, "message", line)));
            case "command_execution", "file_change", "mcp_tool_call", "web_search", "collab_tool_call" -> result(item);
            default -> List.of(new Raw(line));
        };
    }

    private AgentEvent call(JsonNode item) {
        String id = Json.text(item, "id", "");
        called.add(id);
        ObjectNode input = item instanceof ObjectNode object ? object.deepCopy().remove(NOT_INPUT) : null;
        String server = Json.text(item, "server");
        String tool = Json.text(item, "tool");
        String name = tool == null ? Json.text(item, "type", "") : server == null ? tool : server + "." + tool;
        return new ToolCall(id, name, input == null ? "{}" : input.toString(), null);
    }

    private List<AgentEvent> result(JsonNode item) {
        List<AgentEvent> events = new ArrayList<>();
        String id = Json.text(item, "id", "");
        if (!called.remove(id)) {
            events.add(call(item));
            called.remove(id);
        }
        boolean failed = Json.text(item, "status", "completed").equals("failed")
                || item.path("exit_code").isNumber() && item.path("exit_code").intValue() != 0;
        events.add(new ToolResult(id, output(item), failed, null));
        if (!failed) {
            item.path("changes").valueStream().map(change -> Json.text(change, "path", "")).filter(path -> !path.isEmpty())
                    .forEach(path -> events.add(new FileChanged(paths.relative(path), id)));
        }
        return events;
    }

    private static String output(JsonNode item) {
        String output = Json.text(item, "aggregated_output");
        if (output != null) {
            return output;
        }
        String error = Json.text(item.path("error"), "message");
        if (error != null) {
            return error;
        }
        String texts = item.path("result").path("content").valueStream().map(block -> Json.text(block, "text", "[content]"))
                .collect(Collectors.joining("\n"));
        return !texts.isEmpty() ? texts
                : item.path("changes").valueStream()
                        .map(change -> Json.text(change, "kind", "update") + " " + Json.text(change, "path", ""))
                        .collect(Collectors.joining("\n"));
    }

    private static String plan(JsonNode items) {
        return items.valueStream()
                .map(item -> (item.path("completed").asBoolean(false) ? "[x] " : "[ ] ") + Json.text(item, "text", ""))
                .collect(Collectors.joining("\n"));
    }
}
