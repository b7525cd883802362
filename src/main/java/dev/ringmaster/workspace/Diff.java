package dev.ringmaster.workspace;

import java.util.List;

import org.eclipse.microprofile.graphql.NonNull;

/**
 * What a card has changed.
 *
 * @param base full commit id
 * @param head full commit id of the worktree's HEAD; the files also contain what is not committed yet
 */
public record Diff(@NonNull String base, @NonNull String head, @NonNull List<@NonNull FileDiff> files) {

    public Diff {
        files = List.copyOf(files);
    }
}
