package dev.ringmaster.card;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * What somebody said about a card's code.
 *
 * @param path the file it is about, within the worktree; null for the whole change
 * @param line counted from 1; null for the whole file
 * @param trusted whether its author may write to the repository: anybody may comment on a public pull request, and what others
 *        say asks no agent for anything
 */
public record ReviewComment(@Id @NonNull UUID id, @Nullable String path, @Nullable Integer line, @NonNull String text,
        @NonNull String author, boolean trusted, boolean resolved, @NonNull Instant createdAt) {
}
