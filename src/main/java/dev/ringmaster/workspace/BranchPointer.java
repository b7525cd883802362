package dev.ringmaster.workspace;

import java.util.Optional;

import dev.ringmaster.workspace.WorkspaceException.Reason;
import dev.ringmaster.workspace.git.Git;

/** Keeps a card's branch at the work, wherever the agent has taken HEAD: a detached commit, or a branch of its own. */
final class BranchPointer {

    private final Git git;
    private final Workspace workspace;

    BranchPointer(Git git, Workspace workspace) {
        this.git = git;
        this.workspace = workspace;
    }

    /** Moves the branch forward to HEAD, or HEAD forward to the branch, and checks the branch out. Loses no commit. */
    void bringToHead() {
        var current = git.attempt("symbolic-ref", "--quiet", "HEAD");
        if (current.ok() && current.text().equals(workspace.branchRef())) {
            return;
        }
        String head = git.run("rev-parse", "HEAD").text();
        Optional<String> tip = commit(git, workspace.branchRef());
        if (tip.isEmpty() || isAncestor(git, tip.get(), head)) {
            git.run("update-ref", "-m", "ringmaster: follow the work", workspace.branchRef(), head, tip.orElse(""));
            git.run("symbolic-ref", "-m", "ringmaster: follow the work", "HEAD", workspace.branchRef());
        } else if (isAncestor(git, head, tip.get()) && WorktreeFiles.of(git).clean()) {
            git.run("checkout", "--quiet", workspace.branch(), "--");
        } else {
            throw new WorkspaceException(Reason.BRANCH_DIVERGED, "The worktree " + workspace.path() + " is at "
                    + (current.ok() ? current.text() : "commit " + head) + ", which does not contain the card's branch "
                    + workspace.branch() + " (" + tip.get() + "). Merge one into the other there; both are kept.");
        }
    }

    static Optional<String> commit(Git git, String ref) {
        var found = git.attempt("rev-parse", "--verify", "--quiet", "--end-of-options", ref + "^{commit}");
        return found.ok() ? Optional.of(found.text()) : Optional.empty();
    }

    static boolean isAncestor(Git git, String ancestor, String descendant) {
        return git.holds("merge-base", "--is-ancestor", ancestor, descendant);
    }
}
