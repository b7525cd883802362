package dev.ringmaster.metrics.pricing;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * What a stretch of work has used, or by how much a sum of it changes: then numbers may be negative, because what was
 * estimated while the agent worked gives way to what it reports. Money in USD with 6 decimals.
 *
 * @param costUsd what counts: reported, else estimated, else 0
 * @param reportedUsd what the platform said; null where it said nothing
 * @param estimatedUsd what the price table says; null where it has no price
 * @param unpricedTokens tokens for which there is neither
 */
public record Spending(long inputTokens, long cacheCreationInputTokens, long cacheReadInputTokens, long outputTokens,
        BigDecimal costUsd, @Nullable BigDecimal reportedUsd, @Nullable BigDecimal estimatedUsd, long unpricedTokens) {

    public static final Spending NOTHING = new Spending(0, 0, 0, 0, BigDecimal.ZERO, null, null, 0);

    public Spending plus(Spending other) {
        return new Spending(inputTokens + other.inputTokens, cacheCreationInputTokens + other.cacheCreationInputTokens,
                cacheReadInputTokens + other.cacheReadInputTokens, outputTokens + other.outputTokens,
                costUsd.add(other.costUsd), add(reportedUsd, other.reportedUsd), add(estimatedUsd, other.estimatedUsd),
                unpricedTokens + other.unpricedTokens);
    }

    public Spending minus(Spending other) {
        return plus(new Spending(-other.inputTokens, -other.cacheCreationInputTokens, -other.cacheReadInputTokens,
                -other.outputTokens, other.costUsd.negate(), negate(other.reportedUsd), negate(other.estimatedUsd),
                -other.unpricedTokens));
    }

    /** Of all kinds together. */
    public long tokens() {
        return inputTokens + cacheCreationInputTokens + cacheReadInputTokens + outputTokens;
    }

    private static @Nullable BigDecimal add(@Nullable BigDecimal left, @Nullable BigDecimal right) {
        if (left == null) {
            return right;
        }
        return right == null ? left : left.add(right);
    }

    private static @Nullable BigDecimal negate(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.negate();
    }
}
