package dev.ringmaster.metrics.budget;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How far a budget is used up.
 *
 * @param since when its period began; null without a beginning
 * @param resetsAt when the next one begins; null when there is none
 */
public record BudgetState(Budget budget, BigDecimal spentUsd, long spentTokens, @Nullable Instant since,
        @Nullable Instant resetsAt) {

    /** The used share, 1 when it is used up, and more beyond; of money or tokens, whichever is nearer to its end. */
    public double share() {
        var cost = budget.maxCostUsd();
        var tokens = budget.maxTokens();
        var ofCost = cost == null ? 0 : spentUsd.divide(cost, MathContext.DECIMAL64).doubleValue();
        var ofTokens = tokens == null ? 0 : (double) spentTokens / tokens;
        return Math.max(ofCost, ofTokens);
    }

    /** What may still be spent, 0 when nothing; null where money is not limited. */
    @Nullable
    BigDecimal leftUsd() {
        var cost = budget.maxCostUsd();
        return cost == null ? null : cost.subtract(spentUsd).max(BigDecimal.ZERO);
    }

    public boolean reached() {
        var cost = budget.maxCostUsd();
        var tokens = budget.maxTokens();
        return cost != null && spentUsd.compareTo(cost) >= 0 || tokens != null && spentTokens >= tokens;
    }

    /** "The project's budget of $5 a day", and how much of it is spent. */
    public String describe() {
        var cost = budget.maxCostUsd();
        var tokens = budget.maxTokens();
        var what = cost == null ? "" : "$" + plain(cost);
        what += tokens == null ? "" : (what.isEmpty() ? "" : " and ") + tokens + " tokens";
        var spent = cost == null ? "" : "$" + plain(spentUsd);
        spent += tokens == null ? "" : (spent.isEmpty() ? "" : " and ") + spentTokens + " tokens";
        var period = budget.period() == BudgetPeriod.TOTAL ? ""
                : " a " + budget.period().name().toLowerCase(Locale.ROOT);
        return "The budget of the " + subject() + " of " + what + period + ": " + spent + " spent";
    }

    private String subject() {
        return switch (budget.scope()) {
            case RUN -> "run";
            case CARD -> "card";
            case PROJECT -> "project";
            case SUBSCRIPTION -> "subscription \"" + budget.subject() + "\"";
        };
    }

    private static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }
}
