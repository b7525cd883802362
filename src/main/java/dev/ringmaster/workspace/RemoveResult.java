package dev.ringmaster.workspace;

/** What became of a worktree that was to be removed. */
public sealed interface RemoveResult {

    /** The worktree is gone. The branch only when the default branch contains it. */
    record Removed(boolean branchDeleted) implements RemoveResult {
    }

    /** Something would have been lost, so everything stays. The message says what, and what to do. */
    record Kept(Reason reason, String message) implements RemoveResult {
    }

    /** Why a worktree stays. */
    enum Reason {
        UNCOMMITTED_CHANGES,
        /** Commits that are neither in the default branch nor in a remote's branch of the same name. */
        UNPUBLISHED_COMMITS,
        /** Git itself refuses: the worktree is locked, or contains submodules. */
        GIT_REFUSES
    }
}
