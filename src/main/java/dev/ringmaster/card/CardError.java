package dev.ringmaster.card;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.workflow.CardState;

/** Something that went wrong with a card. */
public record CardError(@Id @NonNull UUID id, @NonNull String category, @NonNull String message, @Nullable String context,
        @NonNull CardState sourceState, boolean resolved, @NonNull Instant at) {
}
