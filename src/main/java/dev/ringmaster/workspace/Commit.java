package dev.ringmaster.workspace;

import java.util.List;
import java.util.Optional;

/**
 * What {@link Workspaces#commitAll} did.
 *
 * @param sha the new commit; empty when there was nothing to commit
 * @param leftOut repositories inside the worktree, relative to it: they are not part of the commit, and somebody should be told
 */
public record Commit(Optional<String> sha, List<String> leftOut) {

    public Commit {
        leftOut = List.copyOf(leftOut);
    }
}
