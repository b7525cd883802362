package dev.ringmaster.loop.rules;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A finished iteration, as far as the rules look at it.
 *
 * @param heard whether it printed anything
 * @param changed whether it left the branch different from how it found it
 * @param message the agent's error or limit message, where there was one
 * @param resetsAt when a limit ends, where the platform said so
 */
public record PastIteration(int number, IterationOutcome outcome, boolean heard, boolean changed, Duration took,
        @Nullable String message, @Nullable Instant resetsAt) {
}
