package dev.ringmaster.card;

import java.time.Instant;

import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.card.workflow.Trigger;

/** One step a card has made: who did what when, and why. */
public record CardTransition(@NonNull CardState from, @NonNull CardState to, @NonNull Trigger trigger,
        @NonNull String actor, @Nullable String reason, @NonNull Instant at) {
}
