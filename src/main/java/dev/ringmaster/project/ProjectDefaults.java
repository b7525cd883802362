package dev.ringmaster.project;

import java.math.BigDecimal;
import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The limits a new project starts with. */
@ConfigMapping(prefix = "ringmaster.defaults")
public interface ProjectDefaults {

    /** How many agent processes a loop starts at most, 1 to 1,000. */
    @WithDefault("20")
    int maxIterations();

    /** How long a loop's agents work at most in all, up to 7 days. */
    @WithDefault("4h")
    Duration maxRuntime();

    /** What a loop may cost in US dollars, up to 100,000. */
    @WithDefault("10.00")
    BigDecimal maxCostUsd();

    /**
     * These as limits.
     *
     * @throws dev.ringmaster.support.RingmasterException VALIDATION if the configuration is out of bounds
     */
    default LoopLimits limits() {
        return new LoopLimits(maxIterations(), (int) Math.min(Integer.MAX_VALUE, maxRuntime().toSeconds()), maxCostUsd());
    }
}
