package dev.ringmaster.agent.claude;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.AuthFailed;
import dev.ringmaster.agent.AgentEvent.BudgetSpent;
import dev.ringmaster.agent.AgentEvent.CompletionSignal;
import dev.ringmaster.agent.AgentEvent.RateLimited;
import dev.ringmaster.agent.AgentEvent.Raw;
import dev.ringmaster.agent.AgentEvent.SessionEnded;
import dev.ringmaster.agent.AgentEvent.Warning;
import dev.ringmaster.agent.AgentEvent.WindowSeen;
import dev.ringmaster.agent.AgentEventParser;
import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.agent.cli.ErrorOutput;
import dev.ringmaster.agent.cli.Json;
import dev.ringmaster.agent.cli.JsonLine;

/**
 * Reads the lines of {@code claude -p --output-format stream-json --verbose}, measured with 2.1.330 and 2.1.197.
 * <p>
 * Success is what {@code is_error} of a result line says: its {@code subtype} is "success" for API failures too. One process
 * may print several result lines, of which the last counts; so the completion signal comes out of {@link #end} only.
 * <p>
 * No event: {@code stream_event} (repeated whole by the assistant line), {@code control_response},
 * {@code rate_limit_event} with status "allowed", and what {@link SystemReader} calls noise.
 */
public final class ClaudeParser implements AgentEventParser {

    /** The year 10000: later instants are nonsense that the database would refuse. */
    private static final long END_OF_TIME = 253_402_300_800L;

    private final SystemReader system = new SystemReader();
    private final MessageReader messages;
    private final UsageMeter meter;
    private final MessageMeter messageMeter = new MessageMeter();
    private final ErrorOutput errorOutput = new ErrorOutput();
    private @Nullable Instant resetsAt;
    private boolean authFailed;
    private boolean limited;
    private boolean ended;
    private boolean signalled;

    public ClaudeParser(AgentTask task) {
        this.messages = new MessageReader(task.worktree());
        this.meter = new UsageMeter(task.carried());
    }

    @Override
    public List<AgentEvent> stdout(String line) {
        return JsonLine.read(line, object -> read(object, line));
    }

    private List<AgentEvent> read(ObjectNode object, String line) {
        return switch (Json.text(object, "type", "")) {
            case "system" -> system.read(object, line);
            case "assistant" -> object.path("error").isTextual() ? apiError(object) : message(object);
            case "user" -> messages.user(object);
            case "rate_limit_event" -> rateLimit(object.path("rate_limit_info"));
            case "result" -> result(object);
            case "stream_event", "control_response" -> List.of();
            default -> List.of(new Raw(line));
        };
    }

    @Override
    public List<AgentEvent> stderr(String line) {
        if (line.isBlank()) {
            return List.of();
        }
        errorOutput.add(line);
        return List.of(new Warning(line));
    }

    @Override
    public List<AgentEvent> end(int exitCode) {
        if (ended) {
            return signalled ? List.of(new CompletionSignal()) : List.of();
        }
        List<AgentEvent> events = new ArrayList<>();
        if (asksForLogin(errorOutput.text())) {
            authFailed(errorOutput.text(), events);
        }
        events.add(new SessionEnded(false, errorOutput.withoutResult(exitCode)));
        return events;
    }

    private List<AgentEvent> message(JsonNode line) {
        List<AgentEvent> events = new ArrayList<>(messages.assistant(line));
        messageMeter.read(line).ifPresent(events::add);
        return events;
    }

    /** The line the CLI writes itself when it gives up on the API. */
    private List<AgentEvent> apiError(JsonNode line) {
        String text = MessageReader.contentText(line.path("message").path("content"));
        List<AgentEvent> events = new ArrayList<>();
        switch (Json.text(line, "error", "")) {
            case "authentication_failed" -> authFailed(text, events);
            case "rate_limit", "billing_error" -> limitReached(text, events);
            default -> events.add(new Warning(text));
        }
        return events;
    }

    private List<AgentEvent> rateLimit(JsonNode info) {
        String status = Json.text(info, "status", "");
        List<AgentEvent> events = windows(info.path("unifiedWindows"));
        if (status.equals("allowed")) {
            return events;
        }
        Instant until = instant(info.path("resetsAt"));
        String window = Json.text(info, "rateLimitType", "usage").replace('_', ' ');
        if (status.equals("rejected") && !info.path("isUsingOverage").asBoolean(false)) {
            resetsAt = until;
            limited = true;
            events.add(new RateLimited("The " + window + " limit is reached", true, until));
        } else {
            events.add(new RateLimited("The " + window + " limit is near (" + status + ")", false, until));
        }
        return events;
    }

    private static List<AgentEvent> windows(JsonNode windows) {
        List<AgentEvent> events = new ArrayList<>();
        windows.properties().forEach(window -> {
            double used = window.getValue().path("utilization").asDouble(-1);
            if (used >= 0 && used < 1_000) {
                events.add(new WindowSeen(Json.clean(window.getKey()), used, instant(window.getValue().path("resetsAt"))));
            }
        });
        return events;
    }

    private List<AgentEvent> result(JsonNode line) {
        boolean success = !line.path("is_error").asBoolean(!Json.text(line, "subtype", "success").equals("success"));
        String text = Json.text(line, "result", errors(line));
        List<AgentEvent> events = new ArrayList<>(system.denialsNotYetSeen(line));
        events.addAll(meter.read(line));
        if (!success && (Json.count(line, "api_error_status") == 401 || asksForLogin(text))) {
            authFailed(text, events);
        } else if (!success && Json.count(line, "api_error_status") == 429 && !limited) {
            limitReached(text, events);
        } else if (!success && Json.text(line, "subtype", "").equals("error_max_budget_usd")) {
            events.add(new BudgetSpent(text));
        }
        events.add(new SessionEnded(success, text));
        ended = true;
        signalled = success && text.contains(CompletionSignal.TAG);
        limited = false;
        return events;
    }

    private void authFailed(String message, List<AgentEvent> events) {
        if (!authFailed) {
            events.add(new AuthFailed(message));
        }
        authFailed = true;
    }

    private void limitReached(String message, List<AgentEvent> events) {
        limited = true;
        events.add(new RateLimited(message, true, resetsAt));
    }

    /** The result lines of errors that are not the API's carry a list instead of a text. */
    private static String errors(JsonNode line) {
        String errors = line.path("errors").valueStream().filter(JsonNode::isTextual)
                .map(error -> Json.clean(error.textValue())).collect(Collectors.joining("\n"));
        return errors.isEmpty() ? Json.text(line, "subtype", "") : errors;
    }

    private static boolean asksForLogin(String text) {
        return text.contains("Not logged in") || text.contains("Please run /login")
                || text.contains("Invalid API key");
    }

    private static @Nullable Instant instant(JsonNode epochSecond) {
        boolean plausible = epochSecond.isNumber() && epochSecond.canConvertToLong() && epochSecond.longValue() > 0
                && epochSecond.longValue() < END_OF_TIME;
        return plausible ? Instant.ofEpochSecond(epochSecond.longValue()) : null;
    }
}
