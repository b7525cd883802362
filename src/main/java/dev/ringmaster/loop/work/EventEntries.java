package dev.ringmaster.loop.work;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.journal.JournalBatch.Spent;
import dev.ringmaster.journal.JournalEntry;
import dev.ringmaster.journal.RunEventKind;
import dev.ringmaster.metrics.pricing.Spending;

/**
 * Gathers agent events as journal entries until they are taken for a batch. Lines of an agent that prints plain text are
 * put together, up to 64 KiB an entry, so that a chatty one costs few rows.
 */
final class EventEntries {

    private static final int MAX_JOINED_CHARS = JournalEntry.MAX_TEXT;

    private final boolean joinsLines;
    private final StringBuilder joined = new StringBuilder();
    /** A single empty line is text too, and is not seen in {@link #joined}. */
    private boolean holdsLines;
    private List<JournalEntry> entries = new ArrayList<>();
    private Spending spent = Spending.NOTHING;

    EventEntries(boolean joinsLines) {
        this.joinsLines = joinsLines;
    }

    void add(AgentEvent event) {
        if (joinsLines && event instanceof AgentEvent.AssistantText text && text.parentToolId() == null) {
            join(text.text());
            return;
        }
        flushText();
        var entry = entry(event);
        if (entry != null) {
            entries.add(entry);
        }
    }

    /** What the event that was added last has changed of the agent's bill. */
    void spend(Spending change) {
        if (change != Spending.NOTHING) {
            spent = spent.plus(change);
        }
    }

    void add(JournalEntry entry) {
        flushText();
        entries.add(entry);
    }

    private void join(String line) {
        if (holdsLines) {
            if (joined.length() + line.length() >= MAX_JOINED_CHARS) {
                flushText();
            } else {
                joined.append('\n');
            }
        }
        joined.append(line);
        holdsLines = true;
    }

    private void flushText() {
        if (holdsLines) {
            entries.add(JournalEntry.text(RunEventKind.ASSISTANT_TEXT, joined.toString()));
            joined.setLength(0);
            holdsLines = false;
        }
    }

    /** Hands out what was gathered and starts anew. */
    List<JournalEntry> take() {
        flushText();
        var taken = entries;
        entries = new ArrayList<>();
        return taken;
    }

    /** Whether something was spent that has not been taken yet. */
    boolean hasSpent() {
        return spent != Spending.NOTHING;
    }

    /** What was spent since this was asked last; asked once a batch. */
    Spent takeSpent() {
        var taken = spent;
        spent = Spending.NOTHING;
        return new Spent(taken.inputTokens(), taken.cacheCreationInputTokens(), taken.cacheReadInputTokens(),
                taken.outputTokens(), taken.costUsd(), taken.reportedUsd(), taken.estimatedUsd(), taken.unpricedTokens());
    }

    /** Null for what the transcript does not show. */
    private static @Nullable JournalEntry entry(AgentEvent event) {
        return switch (event) {
            case AgentEvent.SessionStarted(var id, var model) -> JournalEntry.text(RunEventKind.SESSION_STARTED,
                    model == null ? "Session " + id : "Session " + id + " with " + model);
            case AgentEvent.AssistantText(var text, var parent) -> JournalEntry.text(RunEventKind.ASSISTANT_TEXT, text,
                    parent);
            case AgentEvent.Thinking(var text, var parent) -> JournalEntry.text(RunEventKind.THINKING, text, parent);
            case AgentEvent.ToolCall(var id, var name, var input, var parent) -> JournalEntry.toolCall(id, name, input,
                    parent);
            case AgentEvent.ToolResult(var id, var output, var error, var parent) -> JournalEntry.toolResult(id, output,
                    error, parent);
            case AgentEvent.FileChanged(var path, var toolId) -> JournalEntry.fileChanged(path, toolId);
            case AgentEvent.UsageShown ignored -> null;
            case AgentEvent.WindowSeen ignored -> null;
            case AgentEvent.UsageReported(var usage, var model, var hourWrites) -> JournalEntry.usage(
                    usage.inputTokens() + usage.cacheCreationInputTokens() + usage.cacheReadInputTokens(),
                    usage.outputTokens(), usage.costUsd());
            case AgentEvent.RateLimited(var message, var rejected, var resetsAt) -> JournalEntry.rateLimit(message,
                    rejected, resetsAt);
            case AgentEvent.BudgetSpent(var message) -> JournalEntry.text(RunEventKind.WARNING, message);
            case AgentEvent.AuthFailed(var message) -> JournalEntry.ended(RunEventKind.AUTH_FAILED, message, true);
            case AgentEvent.CompletionSignal ignored -> JournalEntry.text(RunEventKind.COMPLETION_SIGNAL,
                    "The agent says it is done.");
            case AgentEvent.Warning(var text) -> JournalEntry.text(RunEventKind.WARNING, text);
            case AgentEvent.Raw(var text) -> JournalEntry.text(RunEventKind.RAW, text);
            // What a success ends with is the agent's last text, which stands in the transcript already.
            case AgentEvent.SessionEnded(var success, var summary) -> JournalEntry.ended(RunEventKind.SESSION_ENDED,
                    success ? null : summary, !success);
        };
    }
}
