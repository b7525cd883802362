package dev.ringmaster.agent.claude;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.Raw;
import dev.ringmaster.agent.AgentEvent.SessionStarted;
import dev.ringmaster.agent.AgentEvent.Warning;
import dev.ringmaster.agent.cli.Arguments;
import dev.ringmaster.agent.cli.Json;

/**
 * Reads {@code system} lines.
 * <p>
 * Pure noise, for which there is no event: {@code thinking_tokens}, {@code ui_invalidate}, {@code hook_started},
 * {@code background_tasks_changed}, {@code task_started}, {@code task_progress}, {@code task_updated}; a {@code status}
 * without {@code compact_error}; a {@code hook_response} with exit code 0; a {@code task_notification} of a completed task
 * (its text came as the sub-agent's own); a second {@code init} of the same session.
 */
final class SystemReader {

    private @Nullable String session;
    private final Set<String> denied = new HashSet<>();

    List<AgentEvent> read(JsonNode line, String raw) {
        return switch (Json.text(line, "subtype", "")) {
            case "init" -> init(line);
            case "api_retry" -> List.of(new Warning(retry(line)));
            case "permission_denied" -> List.of(denied(line, Json.text(line, "message", "")));
            case "compact_boundary" -> List.of(new Warning(compacted(line.path("compact_metadata"))));
            case "status" -> warning(Json.text(line, "compact_error"), "The context could not be compacted: ");
            case "hook_response" -> hook(line);
            case "task_notification" -> task(line);
            case "informational", "model_fallback", "model_refusal_no_fallback" ->
                warning(Json.text(line, "content"), "");
            case "thinking_tokens", "ui_invalidate", "hook_started", "background_tasks_changed", "task_started",
                    "task_progress", "task_updated" ->
                List.of();
            default -> List.of(new Raw(raw));
        };
    }

    /** Denials that older versions tell only in the result line. */
    List<AgentEvent> denialsNotYetSeen(JsonNode result) {
        return result.path("permission_denials").valueStream()
                .filter(denial -> !denied.contains(Json.text(denial, "tool_use_id", "")))
                .map(denial -> denied(denial, "no rule allows it")).toList();
    }

    private List<AgentEvent> init(JsonNode line) {
        String id = Json.text(line, "session_id", "");
        if (id.equals(session)) {
            return List.of();
        }
        if (!Arguments.isSessionId(id)) {
            return List.of(new Warning("The agent gave a session id that cannot be resumed: '" + id + "'"));
        }
        session = id;
        return List.of(new SessionStarted(id, Json.text(line, "model")));
    }

    private static String retry(JsonNode line) {
        JsonNode status = line.path("error_status");
        return "The model API failed (" + Json.text(line, "error", "unknown")
                + (status.isNumber() ? ", HTTP " + status.intValue() : "") + "), attempt " + Json.count(line, "attempt")
                + " of " + Json.count(line, "max_retries") + ", next in "
                + Math.round(line.path("retry_delay_ms").asDouble(0)) + " ms";
    }

    private AgentEvent denied(JsonNode denial, String why) {
        denied.add(Json.text(denial, "tool_use_id", ""));
        return new Warning("Permission denied for " + Json.text(denial, "tool_name", "a tool") + ": " + why);
    }

    private static String compacted(JsonNode metadata) {
        return "The agent compacted its context (" + Json.text(metadata, "trigger", "auto") + ") from "
                + Json.count(metadata, "pre_tokens") + " to " + Json.count(metadata, "post_tokens") + " tokens";
    }

    private static List<AgentEvent> hook(JsonNode line) {
        long exitCode = Json.count(line, "exit_code");
        return exitCode == 0 ? List.of()
                : List.of(new Warning("Hook " + Json.text(line, "hook_name", "") + " ended with exit code " + exitCode
                        + ": " + Json.text(line, "output", "")));
    }

    private static List<AgentEvent> task(JsonNode line) {
        String status = Json.text(line, "status", "");
        return status.equals("completed") ? List.of()
                : List.of(new Warning("Background task " + status + ": " + Json.text(line, "summary", "")));
    }

    private static List<AgentEvent> warning(@Nullable String text, String before) {
        return text == null || text.isBlank() ? List.of() : List.of(new Warning(before + text));
    }
}
