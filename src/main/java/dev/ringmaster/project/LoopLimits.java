package dev.ringmaster.project;

import java.math.BigDecimal;

import org.eclipse.microprofile.graphql.NonNull;

import dev.ringmaster.support.RingmasterException;

/**
 * Where a loop stops by itself.
 *
 * @param maxIterations 1 to 1,000
 * @param maxRuntimeSeconds 1 to 604,800 (7 days), of agent time
 * @param maxCostUsd above 0 up to 100,000, with at most 4 decimals
 */
public record LoopLimits(int maxIterations, int maxRuntimeSeconds, @NonNull BigDecimal maxCostUsd) {

    private static final int MOST_ITERATIONS = 1_000;
    private static final int MOST_SECONDS = 7 * 24 * 60 * 60;
    private static final BigDecimal MOST_COST = BigDecimal.valueOf(100_000);
    private static final int DECIMALS = 4;

    public LoopLimits {
        inRange("maxIterations", maxIterations, MOST_ITERATIONS);
        inRange("maxRuntimeSeconds", maxRuntimeSeconds, MOST_SECONDS);
        if (maxCostUsd.signum() <= 0 || maxCostUsd.compareTo(MOST_COST) > 0) {
            throw RingmasterException
                    .invalid("maxCostUsd is " + maxCostUsd + ". Choose more than 0 and at most " + MOST_COST + ".");
        }
        if (maxCostUsd.stripTrailingZeros().scale() > DECIMALS) {
            throw RingmasterException.invalid("maxCostUsd is " + maxCostUsd + ". Give it at most " + DECIMALS + " decimals.");
        }
    }

    private static void inRange(String field, int value, int most) {
        if (value < 1 || value > most) {
            throw RingmasterException.invalid(field + " is " + value + ". Choose 1 to " + most + ".");
        }
    }
}
