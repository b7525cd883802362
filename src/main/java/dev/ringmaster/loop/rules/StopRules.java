package dev.ringmaster.loop.rules;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * When a loop goes on, waits or stops. Thresholds and counts only; nobody is asked.
 *
 * @param cooldown between two iterations
 * @param errorCooldown after the first error in a row; doubles with each further one
 * @param circuitBreaker how many errors in a row end the run; or agents lost in a row before they had printed anything
 * @param noProgress how many iterations in a row may change nothing
 * @param limitBackoff the first wait for a limit that has no known end; doubles with each further one
 * @param maxLimitBackoff the longest such wait
 * @param maxParks how many limits in a row are waited for or evaded
 */
public record StopRules(Duration cooldown, Duration errorCooldown, int circuitBreaker, int noProgress,
        Duration limitBackoff, Duration maxLimitBackoff, int maxParks) {

    /** How many times the circuit breaker's patience an agent has that is lost after it had begun to work. */
    private static final int LOST_AT_WORK = 3;

    public Verdict decide(Standing standing, Clock clock) {
        var turns = standing.turns();
        var last = turns.isEmpty() ? null : turns.getLast();
        if (last != null && last.outcome() == IterationOutcome.COMPLETED) {
            return new Verdict.Finish(StopReason.COMPLETED, "Done in " + turns.size() + " iteration"
                    + (turns.size() == 1 ? "" : "s") + ", confirmed by the server.");
        }
        if (standing.stopRequested()) {
            return new Verdict.Finish(StopReason.USER_STOPPED, "Stopped by a person.");
        }
        var limit = limitReached(standing);
        if (limit != null) {
            return limit;
        }
        var hopeless = hopeless(standing);
        if (hopeless != null) {
            return hopeless;
        }
        if (standing.pauseRequested()) {
            return new Verdict.Pause();
        }
        if (last != null && !standing.rested() && last.outcome() == IterationOutcome.AUTH_FAILED) {
            return new Verdict.Park(null, Objects.requireNonNullElse(last.message(), "The login was refused."), true);
        }
        if (last != null && !standing.rested() && last.outcome() == IterationOutcome.RATE_LIMITED) {
            return waitForLimit(standing, last, clock);
        }
        return goOn(standing, last);
    }

    private static Verdict.@Nullable Finish limitReached(Standing standing) {
        var limits = standing.limits();
        if (standing.spentUsd().compareTo(limits.maxCostUsd()) >= 0) {
            return new Verdict.Finish(StopReason.MAX_COST, "The cost limit of " + dollars(limits.maxCostUsd())
                    + " is reached: " + dollars(standing.spentUsd()) + " spent. Raise it to go on.");
        }
        if (standing.used().compareTo(limits.maxRuntime()) >= 0) {
            return new Verdict.Finish(StopReason.MAX_RUNTIME, "The runtime limit of " + limits.maxRuntime().toSeconds()
                    + " s is reached. Raise it to go on.");
        }
        if (counted(standing) >= limits.maxIterations()) {
            return new Verdict.Finish(StopReason.MAX_ITERATIONS, "The limit of " + limits.maxIterations()
                    + " iterations is reached. Raise it, or give a hint and go on.");
        }
        return null;
    }

    /** A limit or a lost process is not the agent's turn used up. */
    private static long counted(Standing standing) {
        return standing.turns().stream().map(PastIteration::outcome)
                .filter(outcome -> outcome != IterationOutcome.RATE_LIMITED && outcome != IterationOutcome.AUTH_FAILED
                        && outcome != IterationOutcome.LOST)
                .count();
    }

    private Verdict.@Nullable Finish hopeless(Standing standing) {
        var errors = standing.trailing(iteration -> iteration.outcome().isError());
        if (errors >= circuitBreaker) {
            return new Verdict.Finish(StopReason.CIRCUIT_BREAKER, errors + " errors in a row; the last: "
                    + standing.turns().getLast().message());
        }
        var lost = lost(standing);
        if (lost != null) {
            return lost;
        }
        var idle = standing.trailing(iteration -> !iteration.changed()
                && (iteration.outcome() == IterationOutcome.WORKING
                        || iteration.outcome() == IterationOutcome.EVIDENCE_MISSING));
        if (standing.stage() != Stage.PLAN && idle >= noProgress) {
            return new Verdict.Finish(StopReason.NO_PROGRESS, idle + " iterations in a row changed nothing. Give a hint, "
                    + "or change the task prompt, and go on.");
        }
        return null;
    }

    /**
     * Agents outlive a restart of the server, so one that is lost went down with its machine or container. That is not its
     * turn used up, since operators restart those too; but when it happens again and again, it is the iteration that brings
     * them down. One that had begun to work has the benefit of the doubt for longer.
     */
    private Verdict.@Nullable Finish lost(Standing standing) {
        var all = standing.trailing(iteration -> iteration.outcome() == IterationOutcome.LOST);
        var silent = standing.trailing(iteration -> iteration.outcome() == IterationOutcome.LOST && !iteration.heard());
        if (silent < circuitBreaker && all < circuitBreaker * LOST_AT_WORK) {
            return null;
        }
        return new Verdict.Finish(StopReason.CIRCUIT_BREAKER, "The agent's process was lost " + all + " times in a row"
                + (silent >= circuitBreaker ? ", the last " + silent + " times before it had printed anything" : "")
                + ": it may be what brings its machine or container down. Look at their memory and logs before a retry.");
    }

    private Verdict waitForLimit(Standing standing, PastIteration last, Clock clock) {
        var message = Objects.requireNonNullElse(last.message(), "The platform's usage limit is reached.");
        var parks = standing.trailing(iteration -> iteration.outcome() == IterationOutcome.RATE_LIMITED);
        if (parks > maxParks) {
            return new Verdict.Finish(StopReason.USAGE_LIMIT_EXHAUSTED, "Waited for or evaded a limit " + maxParks
                    + " times in a row: " + message);
        }
        var until = until(last.resetsAt(), parks, clock);
        return switch (standing.onLimit()) {
            case WAIT -> new Verdict.Park(until, message, false);
            case FAIL_OVER -> new Verdict.FailOver(until, message);
            case STOP -> new Verdict.Finish(StopReason.USAGE_LIMIT_EXHAUSTED, message
                    + " The card is to stop at a usage limit; start it again when you like.");
        };
    }

    private Instant until(@Nullable Instant resetsAt, int parks, Clock clock) {
        if (resetsAt != null && resetsAt.isAfter(clock.instant())) {
            return resetsAt;
        }
        return clock.instant().plus(doubled(limitBackoff, parks, maxLimitBackoff));
    }

    private Verdict goOn(Standing standing, @Nullable PastIteration last) {
        if (last == null) {
            return new Verdict.GoOn(Duration.ZERO, false);
        }
        var errors = standing.trailing(iteration -> iteration.outcome().isError());
        var pause = errors == 0 ? cooldown : doubled(errorCooldown, errors, maxLimitBackoff);
        return new Verdict.GoOn(pause, last.outcome().interrupted());
    }

    /** As people read money: cents, and below a dollar two decimals more. */
    static String dollars(BigDecimal usd) {
        return "$" + usd.setScale(usd.compareTo(BigDecimal.ONE) < 0 ? 4 : 2, RoundingMode.HALF_UP).toPlainString();
    }

    /** {@code first} for the first time, twice as long for each further one, at most {@code most}. */
    private static Duration doubled(Duration first, int times, Duration most) {
        var wait = first.multipliedBy(1L << Math.min(times - 1, 20));
        return wait.compareTo(most) > 0 ? most : wait;
    }
}
