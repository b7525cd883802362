package dev.ringmaster.metrics.budget;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.RingmasterException;

/**
 * A cap. At least one of the two maxima is there.
 *
 * @param subject the id of the card or project (of RUN: the project whose runs are meant), or the subscription's name
 * @param maxCostUsd above 0 up to 10,000,000, with at most 4 decimals
 * @param maxTokens above 0, of all kinds together
 */
public record Budget(BudgetScope scope, String subject, BudgetPeriod period, @Nullable BigDecimal maxCostUsd,
        @Nullable Long maxTokens) {

    private static final BigDecimal MOST = BigDecimal.valueOf(10_000_000);
    private static final int DECIMALS = 4;

    public Budget {
        if (maxCostUsd == null && maxTokens == null) {
            throw RingmasterException.invalid("The budget limits nothing. Give maxCostUsd, maxTokens or both, or remove it.");
        }
        if (maxCostUsd != null && (maxCostUsd.signum() <= 0 || maxCostUsd.compareTo(MOST) > 0
                || maxCostUsd.stripTrailingZeros().scale() > DECIMALS)) {
            throw RingmasterException.invalid("maxCostUsd is " + maxCostUsd + ". Choose more than 0 and at most " + MOST
                    + ", with at most " + DECIMALS + " decimals.");
        }
        if (maxTokens != null && maxTokens <= 0) {
            throw RingmasterException.invalid("maxTokens is " + maxTokens + ". Choose more than 0.");
        }
        if ((scope == BudgetScope.RUN || scope == BudgetScope.CARD) && period != BudgetPeriod.TOTAL) {
            throw RingmasterException.invalid("A budget of a " + scope + " is for all its time: give the period TOTAL, not "
                    + period + ".");
        }
    }

    /** Whether both are for the same: the later one then takes the place of the earlier. */
    boolean samePlace(Budget other) {
        return scope == other.scope && period == other.period && subject.equals(other.subject);
    }
}
