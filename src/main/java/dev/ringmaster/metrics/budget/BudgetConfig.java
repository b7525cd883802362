package dev.ringmaster.metrics.budget;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Caps that hold from the start; what people set over the API goes before them. */
@ConfigMapping(prefix = "ringmaster.budgets")
public interface BudgetConfig {

    /** Where days, weeks and months begin; full hours from UTC. */
    @WithDefault("UTC")
    ZoneId zone();

    /** A run is warned when this share of a budget is used, in percent. */
    @WithDefault("80")
    int warnAt();

    /** Tokens of all kinds that each run may use. */
    OptionalLong runTokens();

    /** By the subscription's name. */
    Map<String, SubscriptionBudgets> subscriptions();

    /** What a subscription may use. */
    interface SubscriptionBudgets {

        /** Keeps this share of each window the platform tells of for yourself, in percent: no agent goes on beyond. */
        @WithDefault("0")
        int reserve();

        /** By the period: day, week, month or total. */
        Map<BudgetPeriod, CapConfig> per();
    }

    /** A cap; give one of the two or both. */
    interface CapConfig {

        /** In USD. */
        Optional<BigDecimal> costUsd();

        /** Of all kinds together. */
        OptionalLong tokens();
    }
}
