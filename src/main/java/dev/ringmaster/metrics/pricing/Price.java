package dev.ringmaster.metrics.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;

import dev.ringmaster.agent.Usage;

/**
 * List prices of a model in USD per million tokens.
 *
 * @param cacheWrite of entries that live for 5 minutes, which is the usual
 * @param cacheWriteHour of entries that live for an hour
 */
public record Price(BigDecimal input, BigDecimal output, BigDecimal cacheWrite, BigDecimal cacheWriteHour,
        BigDecimal cacheRead) {

    private static final int MICRO = 6;

    public Price {
        for (var price : new BigDecimal[] { input, output, cacheWrite, cacheWriteHour, cacheRead }) {
            if (price.signum() < 0) {
                throw new IllegalArgumentException("a price is negative: " + price);
            }
        }
    }

    /**
     * In USD, rounded to a millionth.
     *
     * @param hourWrites how many of the cache writes are of the longer kind
     */
    public BigDecimal of(Usage usage, long hourWrites) {
        var shortWrites = Math.max(0, usage.cacheCreationInputTokens() - hourWrites);
        var hours = usage.cacheCreationInputTokens() - shortWrites;
        return times(input, usage.inputTokens()).add(times(cacheWrite, shortWrites)).add(times(cacheWriteHour, hours))
                .add(times(cacheRead, usage.cacheReadInputTokens())).add(times(output, usage.outputTokens()))
                .movePointLeft(MICRO).setScale(MICRO, RoundingMode.HALF_UP);
    }

    private static BigDecimal times(BigDecimal price, long tokens) {
        return price.multiply(BigDecimal.valueOf(tokens));
    }
}
