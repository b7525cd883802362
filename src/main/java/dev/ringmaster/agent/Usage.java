package dev.ringmaster.agent;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * Tokens and money of a stretch of work. {@code inputTokens} counts uncached input only.
 *
 * @param costUsd what the platform itself reported, null where it reports tokens only
 */
public record Usage(long inputTokens, long cacheCreationInputTokens, long cacheReadInputTokens, long outputTokens,
        @Nullable BigDecimal costUsd) {

    public static final Usage NONE = new Usage(0, 0, 0, 0, null);

    public Usage plus(Usage other) {
        return new Usage(inputTokens + other.inputTokens, cacheCreationInputTokens + other.cacheCreationInputTokens,
                cacheReadInputTokens + other.cacheReadInputTokens, outputTokens + other.outputTokens,
                add(costUsd, other.costUsd));
    }

    /**
     * What was added to an earlier state of the same running total. A total below the earlier one means that the session
     * forgot (measured with Claude Code: after SIGKILL the sum starts again), so all of it is new. Too much is better than
     * too little here, because budgets stop on it.
     */
    public Usage since(Usage before) {
        boolean forgot = inputTokens < before.inputTokens || cacheCreationInputTokens < before.cacheCreationInputTokens
                || cacheReadInputTokens < before.cacheReadInputTokens || outputTokens < before.outputTokens;
        if (forgot) {
            return this;
        }
        BigDecimal costBefore = before.costUsd == null ? BigDecimal.ZERO : before.costUsd;
        return new Usage(inputTokens - before.inputTokens, cacheCreationInputTokens - before.cacheCreationInputTokens,
                cacheReadInputTokens - before.cacheReadInputTokens, outputTokens - before.outputTokens,
                costUsd == null ? null : costUsd.subtract(costBefore).max(BigDecimal.ZERO));
    }

    public boolean isNothing() {
        return inputTokens == 0 && cacheCreationInputTokens == 0 && cacheReadInputTokens == 0 && outputTokens == 0
                && (costUsd == null || costUsd.signum() == 0);
    }

    private static @Nullable BigDecimal add(@Nullable BigDecimal left, @Nullable BigDecimal right) {
        if (left == null) {
            return right;
        }
        return right == null ? left : left.add(right);
    }
}
