package dev.ringmaster.card;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * What a person said about a card's code.
 *
 * @param path the file it is about, within the worktree; null for the whole change
 * @param line counted from 1; null for the whole file
 */
public record ReviewComment(@Id @NonNull UUID id, @Nullable String path, @Nullable Integer line, @NonNull String text,
        @NonNull String author, boolean resolved, @NonNull Instant createdAt) {
}
