package dev.ringmaster.loop.rules;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import dev.ringmaster.project.LimitPolicy;

/**
 * Where a run stands between two iterations.
 *
 * @param finished its finished iterations, oldest first
 * @param spentUsd what it has cost so far
 * @param onLimit what it does at a usage limit
 * @param rested whether the run has waited since its last iteration, be it for a time or for a person
 */
public record Standing(Stage stage, Limits limits, List<PastIteration> finished, BigDecimal spentUsd,
        boolean stopRequested, boolean pauseRequested, LimitPolicy onLimit, boolean rested) {

    /** @param maxRuntime of agent time, not of waiting */
    public record Limits(int maxIterations, Duration maxRuntime, BigDecimal maxCostUsd) {
    }

    public Standing {
        finished = List.copyOf(finished);
    }

    /** Agent time used so far. */
    public Duration used() {
        return finished.stream().map(PastIteration::took).reduce(Duration.ZERO, Duration::plus);
    }

    /** Those that worked on the card, or were to. */
    List<PastIteration> turns() {
        return finished.stream().filter(iteration -> iteration.outcome() != IterationOutcome.CONDENSED).toList();
    }

    /** How many of the last turns in a row satisfy the condition. */
    int trailing(java.util.function.Predicate<PastIteration> condition) {
        int count = 0;
        for (var iteration : turns().reversed()) {
            if (!condition.test(iteration)) {
                break;
            }
            count++;
        }
        return count;
    }
}
