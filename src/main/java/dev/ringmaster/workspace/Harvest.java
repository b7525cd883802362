package dev.ringmaster.workspace;

import java.util.List;

/**
 * What an iteration has left in its worktree, now committed.
 *
 * @param head the full id of the commit that the card's branch is at
 * @param changes against the commit that was asked about
 * @param leftOut as {@link Commit#leftOut}
 */
public record Harvest(String head, List<FileChange> changes, List<String> leftOut) {

    public Harvest {
        changes = List.copyOf(changes);
        leftOut = List.copyOf(leftOut);
    }
}
