package dev.ringmaster.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import dev.ringmaster.workspace.MergeResult.AlreadyMerged;
import dev.ringmaster.workspace.MergeResult.MergeConflict;
import dev.ringmaster.workspace.MergeResult.MergeRefused;
import dev.ringmaster.workspace.MergeResult.Merged;
import dev.ringmaster.workspace.git.Git;
import dev.ringmaster.workspace.git.GitException;
import dev.ringmaster.workspace.git.GitOutput;

/**
 * Merges a card's branch into the default branch of the same repository. The merge is made aside, in a worktree of its own;
 * only its finished commit moves the branch, and only from where it was. A conflict or a death in between leaves the
 * repository as it was.
 */
final class LocalMerge {

    /** The beginning of a merge worktree's name: it holds nothing of value, and a leftover is removed. */
    static final String ASIDE = ".merge-";

    private static final int ATTEMPTS = 3;

    private final Git git;
    private final Workspace workspace;
    private final String message;
    private final Path aside;

    LocalMerge(Git git, Workspace workspace, String message) {
        this.git = git;
        this.workspace = workspace;
        this.message = message.replace('\0', ' ');
        this.aside = workspace.path().resolveSibling(ASIDE + workspace.path().getFileName());
    }

    MergeResult merge() {
        Optional<MergeResult> result = Optional.empty();
        for (int attempt = 1; result.isEmpty() && attempt <= ATTEMPTS; attempt++) {
            result = attempt();
        }
        return result.orElseGet(() -> new MergeRefused("The branch " + workspace.defaultBranch()
                + " was moved by somebody else " + ATTEMPTS + " times while it was being merged into. Try again."));
    }

    /** Moves the default branch forward to a commit that contains it, such as the remote's; merges nothing. */
    MergeResult follow(String commit) {
        String target = tip(workspace.defaultRef());
        if (BranchPointer.isAncestor(git, commit, target)) {
            return new AlreadyMerged(target);
        }
        if (!BranchPointer.isAncestor(git, target, commit)) {
            return new MergeRefused(
                    "The branch " + workspace.defaultBranch() + " has commits here that " + commit + " has not.");
        }
        var checkout = WorktreeList.of(git).holding(workspace.defaultRef()).map(entry -> Git.in(entry.path()));
        return advance(checkout, target, commit)
                .orElseGet(() -> new MergeRefused("The branch " + workspace.defaultBranch() + " was moved meanwhile."));
    }

    /** Empty when the default branch has moved in the meantime. */
    private Optional<MergeResult> attempt() {
        String target = tip(workspace.defaultRef());
        String tip = tip(workspace.branchRef());
        if (BranchPointer.isAncestor(git, tip, target)) {
            return Optional.of(new AlreadyMerged(target));
        }
        var checkout = WorktreeList.of(git).holding(workspace.defaultRef()).map(entry -> Git.in(entry.path()));
        if (checkout.isPresent() && !isClean(checkout.get())) {
            return Optional.of(new MergeRefused("The branch " + workspace.defaultBranch() + " is checked out in "
                    + checkout.get().directory() + " with uncommitted changes. Commit or stash them there, then merge again."));
        }
        if (BranchPointer.isAncestor(git, target, tip)) {
            return advance(checkout, target, tip);
        }
        return switch (mergeAside(target, tip)) {
            case Merged merged -> advance(checkout, target, merged.commit());
            case MergeResult other -> Optional.of(other);
        };
    }

    private String tip(String ref) {
        return BranchPointer.commit(git, ref).orElseThrow(() -> new WorkspaceException(
                WorkspaceException.Reason.BRANCH_DIVERGED, "The repository " + workspace.repository() + " has no " + ref
                        + " any more. Restore the branch, then merge again."));
    }

    /** New files do not count: git refuses by itself to overwrite them. */
    private static boolean isClean(Git checkout) {
        return checkout.run("status", "--porcelain", "-z", "--untracked-files=no", "--ignore-submodules=all")
                .stdout().length == 0;
    }

    private Optional<MergeResult> advance(Optional<Git> checkout, String from, String to) {
        if (checkout.isPresent()) {
            return advance(checkout.get(), from, to);
        }
        var moved = git.attempt("update-ref", "-m", "ringmaster: merge " + workspace.branch(), workspace.defaultRef(), to,
                from);
        if (moved.ok()) {
            return Optional.of(new Merged(to));
        }
        if (!tip(workspace.defaultRef()).equals(from)) {
            return Optional.empty();
        }
        return Optional.of(new MergeRefused("The branch " + workspace.defaultBranch() + " could not be moved: "
                + moved.stderr().strip()));
    }

    private Optional<MergeResult> advance(Git checkout, String from, String to) {
        var moved = checkout.attempt("merge", "--ff-only", "--quiet", "--no-stat", "--no-verify-signatures", to);
        if (moved.ok()) {
            return Optional.of(new Merged(to));
        }
        if (!tip(workspace.defaultRef()).equals(from)) {
            return Optional.empty();
        }
        return Optional.of(new MergeRefused("The checkout of " + workspace.defaultBranch() + " in " + checkout.directory()
                + " could not be brought to the merge: " + moved.stderr().strip()));
    }

    private MergeResult mergeAside(String target, String tip) {
        discard();
        try {
            git.run("worktree", "add", "--quiet", "--detach", "--no-checkout", "--end-of-options", aside.toString(), target);
            var scratch = Git.in(aside).within(Duration.ofMinutes(10));
            scratch.run("reset", "--quiet", "--hard");
            var merged = scratch.attempt("merge", "--no-ff", "--no-edit", "--no-verify", "--no-stat", "--quiet", "-m", message,
                    tip);
            if (merged.ok()) {
                return new Merged(scratch.run("rev-parse", "HEAD").text());
            }
            var conflicts = WorktreeFiles.of(scratch).unmerged().stream().map(GitOutput::display).sorted().toList();
            return conflicts.isEmpty() ? new MergeRefused("git could not merge " + workspace.branch() + " into "
                    + workspace.defaultBranch() + ": " + merged.stderr().strip()) : new MergeConflict(conflicts);
        } finally {
            discard();
        }
    }

    private void discard() {
        try {
            if (WorktreeList.of(git).at(aside).isPresent()) {
                git.run("worktree", "remove", "--force", "--force", aside.toString());
            }
            WorktreeFiles.delete(aside);
        } catch (IOException e) {
            throw new UncheckedIOException("the merge worktree " + aside + " could not be removed", e);
        } catch (GitException e) {
            throw new WorkspaceException(WorkspaceException.Reason.PATH_TAKEN, "The leftover of an earlier merge in " + aside
                    + " could not be removed: " + e.getMessage() + " Remove it by `git worktree remove --force`.");
        }
    }
}
