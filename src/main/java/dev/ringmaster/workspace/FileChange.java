package dev.ringmaster.workspace;

/**
 * That a file has changed, without its content.
 *
 * @param status ADDED, MODIFIED, DELETED, RENAMED or TYPE_CHANGED
 * @param additions lines; 0 for a binary file
 */
public record FileChange(String path, String status, int additions, int deletions) {
}
