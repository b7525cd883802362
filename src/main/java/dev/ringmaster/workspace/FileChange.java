package dev.ringmaster.workspace;

import org.eclipse.microprofile.graphql.NonNull;

/**
 * That a file has changed, without its content.
 *
 * @param status ADDED, MODIFIED, DELETED, RENAMED or TYPE_CHANGED
 * @param additions lines; 0 for a binary file
 */
public record FileChange(@NonNull String path, @NonNull String status, int additions, int deletions) {
}
