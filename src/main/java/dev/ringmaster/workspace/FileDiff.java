package dev.ringmaster.workspace;

import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * One file of a {@link Diff}.
 *
 * @param oldPath the path before a rename
 * @param status ADDED, MODIFIED, DELETED, RENAMED or TYPE_CHANGED
 * @param additions lines; 0 for a binary file
 * @param patch unified diff with its {@code diff --git} header, at most 256 KiB; empty for a binary file, or when the
 *        whole diff has reached 4 MiB
 * @param truncated the patch is cut or left out for its size
 */
public record FileDiff(@NonNull String path, @Nullable String oldPath, @NonNull String status, int additions, int deletions,
        @NonNull String patch, boolean truncated) {
}
