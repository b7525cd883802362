package dev.ringmaster.card;

import java.time.Instant;

import org.eclipse.microprofile.graphql.NonNull;

/** What a person has to do about a card, and since when. */
public record Attention(@NonNull AttentionReason reason, @NonNull String message, @NonNull Instant since) {
}
