package dev.ringmaster.loop.rules;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.Usage;

/** Folds an agent's events into what the loop needs to know of the iteration. One per process, fed in order. */
public final class IterationTally {

    private static final int MAX_SUMMARY = 16_000;
    /** What a shell adds to the number of the signal that ended its child, see sh(1). */
    private static final int SIGNALLED = 128;
    /** SIGTERM. Those behind it end nobody in practice, and Gemini CLI exits with 144 for the HTTP status 400. */
    private static final int MAX_SIGNAL = 15;

    private final Set<String> openTools = ConcurrentHashMap.newKeySet();
    private @Nullable String sessionId;
    private @Nullable String lastText;
    private @Nullable String summary;
    private AgentEvent.@Nullable RateLimited rejected;
    private AgentEvent.@Nullable AuthFailed authFailed;
    private AgentEvent.@Nullable BudgetSpent budgetSpent;
    private @Nullable Boolean success;
    private boolean signalled;
    private Usage usage = Usage.NONE;
    private @Nullable String lastMessage;
    private final AtomicInteger messages = new AtomicInteger();
    private volatile Map<String, AgentEvent.WindowSeen> windows = Map.of();

    public void accept(AgentEvent event) {
        switch (event) {
            case AgentEvent.SessionStarted started -> sessionId = started.sessionId();
            case AgentEvent.AssistantText text -> {
                if (text.parentToolId() == null) {
                    lastText = text.text();
                }
            }
            case AgentEvent.ToolCall call -> openTools.add(call.toolId());
            case AgentEvent.ToolResult result -> openTools.remove(result.toolId());
            case AgentEvent.FileChanged ignored -> {
            }
            case AgentEvent.UsageReported reported -> {
                usage = usage.plus(reported.usage());
                messages.incrementAndGet();
            }
            case AgentEvent.UsageShown shown -> {
                if (!shown.messageId().equals(lastMessage)) {
                    messages.incrementAndGet();
                }
                lastMessage = shown.messageId();
            }
            case AgentEvent.WindowSeen seen -> {
                var known = new HashMap<>(windows);
                known.put(seen.name(), seen);
                windows = Map.copyOf(known);
            }
            case AgentEvent.RateLimited limited -> {
                if (limited.rejected()) {
                    rejected = merge(rejected, limited);
                }
            }
            case AgentEvent.AuthFailed failed -> authFailed = failed;
            case AgentEvent.BudgetSpent spent -> budgetSpent = spent;
            case AgentEvent.CompletionSignal ignored -> signalled = true;
            case AgentEvent.SessionEnded ended -> {
                success = ended.success();
                summary = ended.summary();
            }
            case AgentEvent.Thinking ignored -> {
            }
            case AgentEvent.Warning ignored -> {
            }
            case AgentEvent.Raw ignored -> {
            }
        }
    }

    /** A later word on the same limit may lack the time that an earlier one gave. */
    private static AgentEvent.RateLimited merge(AgentEvent.@Nullable RateLimited before, AgentEvent.RateLimited now) {
        Instant resetsAt = now.resetsAt() == null && before != null ? before.resetsAt() : now.resetsAt();
        return new AgentEvent.RateLimited(now.message(), true, resetsAt);
    }

    /** What the process's end means, before any evidence is looked at: COMPLETED stands for "says it is done". */
    public IterationOutcome outcome(int exitCode) {
        if (Boolean.TRUE.equals(success) && exitCode == 0) {
            return signalled ? IterationOutcome.COMPLETED : IterationOutcome.WORKING;
        }
        if (authFailed != null) {
            return IterationOutcome.AUTH_FAILED;
        }
        if (rejected != null) {
            return IterationOutcome.RATE_LIMITED;
        }
        if (budgetSpent != null) {
            return IterationOutcome.STOPPED;
        }
        return cutOff(exitCode) ? IterationOutcome.KILLED : IterationOutcome.ERROR;
    }

    /** Whoever dies by a signal after a success was finished, and only did not end well. */
    private boolean cutOff(int exitCode) {
        return !Boolean.TRUE.equals(success) && exitCode > SIGNALLED && exitCode <= SIGNALLED + MAX_SIGNAL;
    }

    /** In words, why it did not go well; null when there is nothing to say. */
    public @Nullable String complaint(int exitCode) {
        if (authFailed != null) {
            return authFailed.message();
        }
        if (rejected != null) {
            return rejected.message();
        }
        if (budgetSpent != null) {
            return "The agent stopped by itself, because it had spent what its budget had left.";
        }
        if (Boolean.TRUE.equals(success)) {
            return exitCode == 0 ? null : "The agent reported success, but exited with " + exitCode + ".";
        }
        if (summary != null && !summary.isBlank()) {
            return summary;
        }
        return success == null ? "The agent exited with " + exitCode + " without reporting a result."
                : "The agent reported an error (exit code " + exitCode + ").";
    }

    public @Nullable Instant resetsAt() {
        return rejected == null ? null : rejected.resetsAt();
    }

    /** The agent has said that it is finished, whether or not its process has exited. */
    public boolean ended() {
        return success != null;
    }

    /** A limit has refused it, and it has not given up: it may wait for its end by itself. */
    public boolean waitsForLimit() {
        return rejected != null && success == null;
    }

    public boolean hasOpenTool() {
        return !openTools.isEmpty();
    }

    /** The tool calls that have no result yet, now. */
    public Set<String> openTools() {
        return Set.copyOf(openTools);
    }

    /**
     * How many messages have shown or reported what they used. Those of sub-agents that mix with others count more than once.
     */
    public int messages() {
        return messages.get();
    }

    public @Nullable String sessionId() {
        return sessionId;
    }

    /** The agent's last words, at most 16,000 characters of their end: its own, rather than the error that cut it off. */
    public @Nullable String lastWords() {
        boolean ownWords = lastText != null && Boolean.FALSE.equals(success);
        var words = ownWords || summary == null || summary.isBlank() ? lastText : summary;
        return words == null || words.length() <= MAX_SUMMARY ? words : words.substring(words.length() - MAX_SUMMARY);
    }

    /** The account's windows as the platform last told, by name. Another map each time one is told. */
    public Map<String, AgentEvent.WindowSeen> windows() {
        return windows;
    }

    public Usage usage() {
        return usage;
    }
}
