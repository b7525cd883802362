package dev.ringmaster.agent.codex;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.AuthFailed;
import dev.ringmaster.agent.AgentEvent.CompletionSignal;
import dev.ringmaster.agent.AgentEvent.RateLimited;
import dev.ringmaster.agent.AgentEvent.Raw;
import dev.ringmaster.agent.AgentEvent.SessionEnded;
import dev.ringmaster.agent.AgentEvent.SessionStarted;
import dev.ringmaster.agent.AgentEvent.UsageReported;
import dev.ringmaster.agent.AgentEvent.Warning;
import dev.ringmaster.agent.AgentEventParser;
import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.agent.Usage;
import dev.ringmaster.agent.cli.Arguments;
import dev.ringmaster.agent.cli.ErrorOutput;
import dev.ringmaster.agent.cli.Json;
import dev.ringmaster.agent.cli.JsonLine;

/**
 * Reads the lines of {@code codex exec --json}, measured with 0.169.0.
 * <p>
 * The stream has no status codes and no reset times as fields, so limits and refused credentials are told from the texts of
 * errors. The usage of a turn is cumulative over the thread, earlier processes included. No event: {@code turn.started},
 * {@code item.updated} (its completion repeats it), and "Reading … from stdin" on standard error.
 */
final class CodexParser implements AgentEventParser {

    private static final List<String> LIMITS = List.of("usage limit", "rate limit", "last status: 429", "429 too many requests",
            "quota exceeded", "insufficient_quota", "out of credits");
    private static final List<String> REFUSALS = List.of("401 unauthorized", "403 forbidden", "last status: 401",
            "last status: 403", "missing environment variable", "not logged in", "codex login", "log out and sign in again");

    private final ItemReader items;
    private final @Nullable String model;
    private final Clock clock;
    private final ErrorOutput errorOutput = new ErrorOutput();
    private Usage seen;
    private boolean complained;
    private boolean ended;
    private boolean signalled;
    private @Nullable String lastError;

    CodexParser(AgentTask task, Clock clock) {
        this.items = new ItemReader(task.worktree());
        this.model = task.model();
        this.seen = task.carried();
        this.clock = clock;
    }

    @Override
    public List<AgentEvent> stdout(String line) {
        return JsonLine.read(line, object -> read(object, line));
    }

    private List<AgentEvent> read(ObjectNode object, String line) {
        return switch (Json.text(object, "type", "")) {
            case "thread.started" -> started(Json.text(object, "thread_id", ""));
            case "turn.started", "item.updated" -> List.of();
            case "item.started" -> items.started(object.path("item"), line);
            case "item.completed" -> items.completed(object.path("item"), line);
            case "turn.completed" -> completed(object.path("usage"));
            case "turn.failed" -> failed(Json.text(object.path("error"), "message", "The turn failed."));
            case "error" -> error(Json.text(object, "message", line));
            default -> List.of(new Raw(line));
        };
    }

    private List<AgentEvent> started(String thread) {
        return List.of(Arguments.isSessionId(thread) ? new SessionStarted(thread, model)
                : new Warning("The agent gave a thread id that cannot be resumed: '" + thread + "'"));
    }

    private List<AgentEvent> completed(JsonNode usage) {
        List<AgentEvent> events = new ArrayList<>();
        Usage total = total(usage);
        Usage added = total.since(seen);
        if (usage.isObject()) {
            seen = total;
            if (!added.isNothing()) {
                events.add(new UsageReported(added));
            }
        }
        String text = items.lastMessage();
        ended = true;
        signalled = text != null && text.contains(CompletionSignal.TAG);
        events.add(new SessionEnded(true, text));
        return events;
    }

    /** The input counts the cached part too, the output counts the reasoning. */
    private static Usage total(JsonNode usage) {
        long read = Json.count(usage, "cached_input_tokens");
        long write = Json.count(usage, "cache_write_input_tokens");
        return new Usage(Math.max(0, Json.count(usage, "input_tokens") - read - write), write, read,
                Json.count(usage, "output_tokens"), null);
    }

    private List<AgentEvent> failed(String message) {
        List<AgentEvent> events = new ArrayList<>();
        complain(message, events);
        ended = true;
        signalled = false;
        events.add(new SessionEnded(false, message));
        return events;
    }

    /** While it retries, and then once more with the final text that also fails the turn. */
    private List<AgentEvent> error(String message) {
        List<AgentEvent> events = new ArrayList<>();
        if (!message.startsWith("Reconnecting")) {
            lastError = message;
            complain(message, events);
        }
        return events.isEmpty() ? List.of(new Warning(message)) : events;
    }

    /** Says once what kind of error it is, where its text tells. */
    private void complain(String message, List<AgentEvent> events) {
        if (complained) {
            return;
        }
        String text = message.toLowerCase(Locale.ROOT);
        if (LIMITS.stream().anyMatch(text::contains)) {
            events.add(new RateLimited(message, true, RetryTime.in(message, clock)));
        } else if (REFUSALS.stream().anyMatch(text::contains)) {
            events.add(new AuthFailed(message));
        }
        complained = !events.isEmpty();
    }

    @Override
    public List<AgentEvent> stderr(String line) {
        String text = Json.clean(line);
        if (text.isBlank() || Stream.of("additional input", "prompt").anyMatch(
                what -> text.startsWith("Reading " + what + " from stdin"))) {
            return List.of();
        }
        errorOutput.add(text);
        return List.of(new Warning(text));
    }

    @Override
    public List<AgentEvent> end(int exitCode) {
        if (ended) {
            return signalled ? List.of(new CompletionSignal()) : List.of();
        }
        List<AgentEvent> events = new ArrayList<>();
        String why = lastError == null ? errorOutput.withoutResult(exitCode) : lastError;
        if (exitCode == 1) {
            complain(why, events);
        }
        events.add(new SessionEnded(false, why));
        return events;
    }
}
