package dev.ringmaster.workspace;

import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;

/** A worktree is not in a state in which the operation is safe. Nothing was lost; the message says what to do. */
public class WorkspaceException extends RingmasterException {

    private static final long serialVersionUID = 1L;

    /** What stands in the way. */
    public enum Reason {
        /** Something that is not the card's worktree lies at its path. */
        PATH_TAKEN,
        /** The card's branch is checked out in another worktree. */
        BRANCH_IN_USE,
        /** The directory is gone, or is no worktree of the repository any more. */
        NOT_A_WORKTREE,
        /** The agent left a merge or pick with conflicts that nobody has resolved. */
        UNRESOLVED_CONFLICTS,
        /** The agent left a rebase, bisect or series of picks half done. */
        UNFINISHED_OPERATION,
        /** The agent worked on something that the card's branch cannot be moved to without losing commits. */
        BRANCH_DIVERGED
    }

    private final Reason reason;

    WorkspaceException(Reason reason, String message) {
        super(ErrorCode.VALIDATION, message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
