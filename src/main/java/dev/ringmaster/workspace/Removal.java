package dev.ringmaster.workspace;

import java.nio.file.Files;
import java.util.Optional;

import dev.ringmaster.workspace.RemoveResult.Kept;
import dev.ringmaster.workspace.RemoveResult.Reason;
import dev.ringmaster.workspace.RemoveResult.Removed;
import dev.ringmaster.workspace.git.Git;

/** Removes a worktree when nothing in it exists nowhere else. */
final class Removal {

    private final Git git;
    private final Workspace workspace;

    Removal(Git git, Workspace workspace) {
        this.git = git;
        this.workspace = workspace;
    }

    RemoveResult remove() {
        var registered = WorktreeList.of(git).at(workspace.path());
        var remover = git;
        if (Files.isDirectory(workspace.path())) {
            if (registered.isEmpty()) {
                return new Kept(Reason.GIT_REFUSES, workspace.path() + " is no worktree of " + workspace.repository()
                        + " any more. Look at it, and remove it by hand.");
            }
            var worktree = Workspaces.open(workspace);
            // Before it removes, git runs `git status` in the worktree, whose configuration may name further filters.
            remover = worktree.from(workspace.repository());
            var obstacle = obstacle(worktree);
            if (obstacle.isPresent()) {
                return obstacle.get();
            }
        }
        if (registered.isPresent()) {
            var removed = remover.attempt("worktree", "remove", "--end-of-options", workspace.path().toString());
            if (!removed.ok()) {
                return new Kept(Reason.GIT_REFUSES,
                        "git does not remove " + workspace.path() + ": " + removed.stderr().strip());
            }
        }
        return new Removed(deleteMergedBranch());
    }

    private Optional<RemoveResult> obstacle(Git worktree) {
        if (!WorktreeFiles.of(worktree).clean()) {
            return Optional.of(new Kept(Reason.UNCOMMITTED_CHANGES, workspace.path()
                    + " has uncommitted changes. Commit or discard them, then archive the card again."));
        }
        String head = worktree.run("rev-parse", "HEAD").text();
        String tip = BranchPointer.commit(git, workspace.branchRef()).orElse(head);
        if (!isPublished(head) || !isPublished(tip)) {
            return Optional.of(new Kept(Reason.UNPUBLISHED_COMMITS, "The commits of " + workspace.branch() + " in "
                    + workspace.path() + " are neither in " + workspace.defaultBranch()
                    + " nor pushed. Merge or push them, then archive the card again."));
        }
        return Optional.empty();
    }

    private boolean isPublished(String commit) {
        return isMerged(commit) || git.run("for-each-ref", "--format=%(refname)", "--contains=" + commit, "refs/remotes/")
                .text().lines().anyMatch(this::isRemoteBranch);
    }

    /** {@code refs/remotes/<remote>/<branch>}; a remote's name may itself contain slashes. */
    private boolean isRemoteBranch(String ref) {
        return ref.endsWith("/" + workspace.branch()) && ref.length() > "refs/remotes//".length() + workspace.branch().length();
    }

    private boolean isMerged(String commit) {
        return BranchPointer.commit(git, workspace.defaultRef())
                .filter(target -> BranchPointer.isAncestor(git, commit, target)).isPresent();
    }

    private boolean deleteMergedBranch() {
        var tip = BranchPointer.commit(git, workspace.branchRef());
        if (tip.isEmpty() || !isMerged(tip.get()) || WorktreeList.of(git).holding(workspace.branchRef()).isPresent()) {
            return false;
        }
        return git.attempt("update-ref", "-m", "ringmaster: merged", "-d", workspace.branchRef(), tip.get()).ok();
    }
}
