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

    private static @Nullable BigDecimal add(@Nullable BigDecimal left, @Nullable BigDecimal right) {
        if (left == null) {
            return right;
        }
        return right == null ? left : left.add(right);
    }
}
