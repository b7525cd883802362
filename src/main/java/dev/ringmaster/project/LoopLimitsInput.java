package dev.ringmaster.project;

import java.math.BigDecimal;

import org.eclipse.microprofile.graphql.Input;
import org.jspecify.annotations.Nullable;

/** Limits as somebody wishes them: null means "as it is now", or whatever the next one up the chain says. */
@Input("LoopLimitsInput")
public record LoopLimitsInput(@Nullable Integer maxIterations, @Nullable Integer maxRuntimeSeconds,
        @Nullable BigDecimal maxCostUsd) {

    public static final LoopLimitsInput NONE = new LoopLimitsInput(null, null, null);

    /**
     * These wishes where there are some, the base where not.
     *
     * @throws dev.ringmaster.support.RingmasterException VALIDATION if a wish is out of bounds
     */
    public LoopLimits over(LoopLimits base) {
        return new LoopLimits(
                maxIterations != null ? maxIterations : base.maxIterations(),
                maxRuntimeSeconds != null ? maxRuntimeSeconds : base.maxRuntimeSeconds(),
                maxCostUsd != null ? maxCostUsd : base.maxCostUsd());
    }

    /** These wishes where there are some, else the other's. */
    public LoopLimitsInput over(LoopLimitsInput base) {
        return new LoopLimitsInput(
                maxIterations != null ? maxIterations : base.maxIterations,
                maxRuntimeSeconds != null ? maxRuntimeSeconds : base.maxRuntimeSeconds,
                maxCostUsd != null ? maxCostUsd : base.maxCostUsd);
    }
}
