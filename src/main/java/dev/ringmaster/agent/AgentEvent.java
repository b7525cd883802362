package dev.ringmaster.agent;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One typed fact out of an agent's output stream. Parsers produce these, the loop folds them into an iteration's outcome
 * and the journal stores them.
 */
public sealed interface AgentEvent {

    /** The agent has opened (or resumed) a session; the id is what a later iteration resumes. */
    record SessionStarted(String sessionId, @Nullable String model) implements AgentEvent {
    }

    /** Prose from the model. {@code parentToolId} is set when a sub-agent speaks. */
    record AssistantText(String text, @Nullable String parentToolId) implements AgentEvent {
    }

    record Thinking(String text, @Nullable String parentToolId) implements AgentEvent {
    }

    /** {@code input} is JSON where the platform gives JSON, else text. */
    record ToolCall(String toolId, String toolName, String input, @Nullable String parentToolId) implements AgentEvent {
    }

    record ToolResult(String toolId, String output, boolean error, @Nullable String parentToolId) implements AgentEvent {
    }

    record FileChanged(String path, @Nullable String toolId) implements AgentEvent {
    }

    /**
     * What has been spent since the last such event of this process: sums are the iteration's total.
     *
     * @param model which the tokens are of; null for the session's
     * @param hourWrites how many of the cache writes live for an hour, which costs more
     */
    record UsageReported(Usage usage, @Nullable String model, long hourWrites) implements AgentEvent {

        public UsageReported(Usage usage) {
            this(usage, null, 0);
        }
    }

    /**
     * What a message of the model has used, as far as can be seen while the agent works. A later event for the same message
     * takes the place of the earlier one, and the next {@link UsageReported} that of all of them.
     *
     * @param usage without money; output may be an estimate
     */
    record UsageShown(String messageId, @Nullable String model, Usage usage, long hourWrites) implements AgentEvent {
    }

    /**
     * The platform spoke of a rate or usage limit.
     *
     * @param rejected true when it refused to go on; false for a warning
     * @param resetsAt when the window opens again, where the platform says so
     */
    record RateLimited(String message, boolean rejected, @Nullable Instant resetsAt) implements AgentEvent {
    }

    /**
     * The platform told how much of a window of the account is used: a state, not a limit.
     *
     * @param used 0 to 1, more where the account goes beyond
     */
    record WindowSeen(String name, double used, @Nullable Instant resetsAt) implements AgentEvent {
    }

    /** The agent has spent the budget that it was started with, and ends by itself: no error, and no end of its work. */
    record BudgetSpent(String message) implements AgentEvent {
    }

    /** The credential was refused or is missing: no retry will help until somebody logs in. */
    record AuthFailed(String message) implements AgentEvent {
    }

    /**
     * The agent printed {@link #TAG} as its last word. Where later output can still take that back, this comes from
     * {@link AgentEventParser#end} only.
     */
    record CompletionSignal() implements AgentEvent {

        /** What the prompt asks an agent to print when all of its task is done. */
        public static final String TAG = "<promise>COMPLETE</promise>";
    }

    record Warning(String text) implements AgentEvent {
    }

    /** Output that no rule of the parser knows: kept as it came, never dropped. */
    record Raw(String text) implements AgentEvent {
    }

    /**
     * The agent said it is finished. A process may say so several times; the last one counts.
     *
     * @param success false when the platform reports an error, whatever its exit code
     * @param summary the agent's last words, or the error's text
     */
    record SessionEnded(boolean success, @Nullable String summary) implements AgentEvent {
    }
}
