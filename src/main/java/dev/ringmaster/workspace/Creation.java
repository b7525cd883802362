package dev.ringmaster.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.workspace.WorkspaceException.Reason;
import dev.ringmaster.workspace.git.Git;

/**
 * Makes a card's worktree, or finds the one that an earlier attempt, however far it got, has made. Files are checked out in
 * a step of their own, in the new worktree: its configuration may name filters that the repository's main checkout has not.
 */
final class Creation {

    private static final Duration CHECKOUT = Duration.ofMinutes(10);

    private final Git git;
    private final Path path;
    private final String branch;
    private final String defaultBranch;

    Creation(Git git, Path path, String branch, String defaultBranch) {
        this.git = git;
        this.path = path;
        this.branch = branch;
        this.defaultBranch = defaultBranch;
    }

    /** @param recordedBase what the card's branch started from, where that is known from before */
    Workspace create(Optional<String> recordedBase) {
        String ref = git.branchRef(branch);
        String defaultRef = git.branchRef(defaultBranch);
        String start = BranchPointer.commit(git, defaultRef).orElseThrow(() -> RingmasterException.invalid("The repository "
                + git.directory() + " has no branch \"" + defaultBranch + "\". Correct the project's default branch."));
        var worktrees = WorktreeList.of(git);
        var registered = worktrees.at(path);
        boolean present = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        if (registered.isPresent() && present) {
            adopt(registered.get());
        } else {
            refuseTaken(present);
            registered.ifPresent(gone -> git.run("worktree", "remove", "--force", "--force", gone.path().toString()));
            worktrees.holding(ref).filter(other -> !registered.equals(Optional.of(other))).ifPresent(this::refuseInUse);
            add(ref, start);
        }
        checkOutOnce();
        String base = recordedBase.filter(commit -> BranchPointer.commit(git, commit).isPresent())
                .orElseGet(() -> commonAncestor(defaultRef).orElse(start));
        return new Workspace(git.directory(), path, branch, defaultBranch, base);
    }

    private void adopt(WorktreeList.Entry entry) {
        if (entry.initialising()) {
            git.attempt("worktree", "unlock", path.toString());
        }
        // Writes the .git file anew if somebody has removed or redirected it.
        git.attempt("worktree", "repair");
    }

    private void refuseTaken(boolean present) {
        if (present && !isEmptyDirectory()) {
            throw new WorkspaceException(Reason.PATH_TAKEN, path + " exists, but is not a worktree of " + git.directory()
                    + ". Look at it, move it away, and start the card again.");
        }
    }

    private boolean isEmptyDirectory() {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (var files = Files.list(path)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refuseInUse(WorktreeList.Entry other) {
        throw new WorkspaceException(Reason.BRANCH_IN_USE, "The card's branch " + branch + " is checked out in " + other.path()
                + ". Check out another branch there, then start the card again.");
    }

    private void add(String ref, String start) {
        if (BranchPointer.commit(git, ref).isEmpty()) {
            git.run("update-ref", "-m", "ringmaster: start a card", ref, start, "");
        }
        git.run("worktree", "add", "--quiet", "--no-checkout", "--end-of-options", path.toString(), branch);
    }

    /** Without an index no file was ever checked out here, so nothing can be overwritten that somebody made. */
    private void checkOutOnce() {
        var worktree = Workspaces.open(git.directory(), path);
        var index = worktree.file("index");
        if (Files.exists(index)) {
            return;
        }
        IndexLock.of(index.resolveSibling("index.lock")).remove();
        worktree.within(CHECKOUT).run("reset", "--quiet", "--hard");
    }

    private Optional<String> commonAncestor(String defaultRef) {
        var common = git.attempt("merge-base", defaultRef, "refs/heads/" + branch);
        return common.ok() ? Optional.of(common.text()) : Optional.empty();
    }
}
