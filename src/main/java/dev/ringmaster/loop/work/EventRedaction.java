package dev.ringmaster.loop.work;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.runner.Runner;
import dev.ringmaster.security.RedactedStream;
import dev.ringmaster.security.Redactor;

/**
 * Takes secrets out of an agent's events. Lines were searched before they were parsed, but in them a secret may be escaped, or
 * cut by the borders of events, as streams of single words are. Events keep their order.
 */
final class EventRedaction {

    /**
     * Where an event comes from.
     *
     * @param lineStart where its line begins in the stream, in bytes
     * @param fresh whether the journal has not seen it yet
     */
    record Origin(Runner.Stream stream, long lineStart, boolean fresh) {
    }

    record Clean(AgentEvent event, Origin origin) {
    }

    /** Texts that are read one after the other. */
    private record Voice(Class<? extends AgentEvent> kind, @Nullable String parentToolId) {
    }

    private record Spoken(Voice voice, Origin origin) {
    }

    private final Redactor redactor;
    private final boolean lines;
    private final Map<Voice, RedactedStream<Spoken>> streams = new HashMap<>();
    private @Nullable RedactedStream<Spoken> speaking;

    /** @param lines whether the agent prints plain lines */
    EventRedaction(Redactor redactor, boolean lines) {
        this.redactor = redactor;
        this.lines = lines;
    }

    /** What can be told now. */
    List<Clean> accept(AgentEvent event, Origin origin) {
        return switch (event) {
            case AgentEvent.AssistantText(var text, var parent) ->
                speak(new Voice(AgentEvent.AssistantText.class, parent), text,
                        origin);
            case AgentEvent.Thinking(var text, var parent) -> speak(new Voice(AgentEvent.Thinking.class, parent), text, origin);
            case AgentEvent.Warning(var text) -> speak(new Voice(AgentEvent.Warning.class, null), text, origin);
            case AgentEvent.Raw(var text) -> speak(new Voice(AgentEvent.Raw.class, null), text, origin);
            default -> {
                var told = new ArrayList<>(flush());
                told.add(new Clean(clean(event), origin));
                yield told;
            }
        };
    }

    /** What was held, because nothing more comes, or something else. */
    List<Clean> flush() {
        return speaking == null ? List.of() : told(speaking.flush());
    }

    /** Where the oldest event that is held comes from; null if none is. */
    @Nullable
    Origin held() {
        return speaking != null && speaking.isHolding() ? speaking.oldestHeld().origin() : null;
    }

    private List<Clean> speak(Voice voice, String text, Origin origin) {
        var stream = streams.computeIfAbsent(voice, other -> redactor.stream(lines || voice.kind() == AgentEvent.Raw.class
                || voice.kind() == AgentEvent.Warning.class));
        var told = new ArrayList<Clean>();
        if (stream != speaking) {
            told.addAll(flush());
            speaking = stream;
        }
        told.addAll(told(stream.accept(text, new Spoken(voice, origin))));
        return told;
    }

    private static List<Clean> told(List<RedactedStream.Piece<Spoken>> pieces) {
        return pieces.stream().map(piece -> new Clean(event(piece.of().voice(), piece.text()), piece.of().origin())).toList();
    }

    private static AgentEvent event(Voice voice, String text) {
        if (voice.kind() == AgentEvent.AssistantText.class) {
            return new AgentEvent.AssistantText(text, voice.parentToolId());
        }
        if (voice.kind() == AgentEvent.Thinking.class) {
            return new AgentEvent.Thinking(text, voice.parentToolId());
        }
        return voice.kind() == AgentEvent.Warning.class ? new AgentEvent.Warning(text) : new AgentEvent.Raw(text);
    }

    private AgentEvent clean(AgentEvent event) {
        return switch (event) {
            case AgentEvent.ToolCall(var id, var name, var input, var parent) -> new AgentEvent.ToolCall(id, name,
                    redactor.redact(input), parent);
            case AgentEvent.ToolResult(var id, var output, var error, var parent) -> new AgentEvent.ToolResult(id,
                    redactor.redact(output), error, parent);
            case AgentEvent.FileChanged(var path, var toolId) -> new AgentEvent.FileChanged(redactor.redact(path), toolId);
            case AgentEvent.RateLimited(var message, var rejected, var resetsAt) -> new AgentEvent.RateLimited(
                    redactor.redact(message), rejected, resetsAt);
            case AgentEvent.AuthFailed(var message) -> new AgentEvent.AuthFailed(redactor.redact(message));
            case AgentEvent.SessionEnded(var success, var summary) -> new AgentEvent.SessionEnded(success,
                    summary == null ? null : redactor.redact(summary));
            case AgentEvent.BudgetSpent(var message) -> new AgentEvent.BudgetSpent(redactor.redact(message));
            case AgentEvent.SessionStarted ignored -> event;
            case AgentEvent.UsageReported ignored -> event;
            case AgentEvent.UsageShown ignored -> event;
            case AgentEvent.WindowSeen ignored -> event;
            case AgentEvent.CompletionSignal ignored -> event;
            case AgentEvent.AssistantText(var text, var parent) -> new AgentEvent.AssistantText(redactor.redact(text), parent);
            case AgentEvent.Thinking(var text, var parent) -> new AgentEvent.Thinking(redactor.redact(text), parent);
            case AgentEvent.Warning(var text) -> new AgentEvent.Warning(redactor.redact(text));
            case AgentEvent.Raw(var text) -> new AgentEvent.Raw(redactor.redact(text));
        };
    }
}
