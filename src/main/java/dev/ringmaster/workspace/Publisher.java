package dev.ringmaster.workspace;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.workspace.WorkspaceException.Reason;
import dev.ringmaster.workspace.git.Git;
import dev.ringmaster.workspace.git.GitException;
import dev.ringmaster.workspace.git.Remote;

/** Brings a card's branch to a remote and the remote's default branch here. Blocks. Moves no branch of the repository. */
public final class Publisher {

    /** Where it is kept what the remote has: under a remote's name of our own, which no configuration speaks of. */
    private static final String TRACKING = "refs/remotes/ringmaster/";

    private final Workspace workspace;
    private final Remote remote;

    public Publisher(Workspace workspace, Remote remote) {
        this.workspace = workspace;
        this.remote = remote;
    }

    /**
     * Pushes what is committed on the card's branch. Idempotent. What somebody else has pushed there is never overwritten.
     *
     * @param pushed what was last pushed; null if nothing is known of it
     * @return the commit that the branch is at here and there
     * @throws WorkspaceException BRANCH_DIVERGED when somebody else has pushed to the branch
     */
    public String push(@Nullable String pushed) {
        var git = Git.in(workspace.repository());
        var commit = BranchPointer.commit(git, workspace.branchRef()).orElseThrow(() -> new WorkspaceException(
                Reason.BRANCH_DIVERGED, "The repository has no branch " + workspace.branch() + " any more. Restore it."));
        var there = remote.tip(workspace.repository(), workspace.branch());
        if (!there.equals(Optional.of(commit))) {
            if (there.isPresent() && !there.get().equals(pushed) && !isOurs(git, there.get(), commit)) {
                throw diverged(there.get());
            }
            move(commit, there);
        }
        git.run("update-ref", "-m", "ringmaster: push", TRACKING + workspace.branch(), commit);
        return commit;
    }

    private void move(String commit, Optional<String> from) {
        try {
            remote.push(workspace.repository(), commit, workspace.branch(), from);
        } catch (GitException e) {
            var now = remote.tip(workspace.repository(), workspace.branch());
            if (!now.equals(from) && !now.equals(Optional.of(commit))) {
                throw diverged(now.orElse("gone"));
            }
            throw e;
        }
    }

    private static boolean isOurs(Git git, String there, String here) {
        return BranchPointer.commit(git, there).isPresent() && BranchPointer.isAncestor(git, there, here);
    }

    private WorkspaceException diverged(String there) {
        return new WorkspaceException(Reason.BRANCH_DIVERGED, "Somebody else has pushed to " + workspace.branch() + " at "
                + remote.url().getHost() + ", which is at " + there + " now. Merge that into the card's worktree "
                + workspace.path() + ", then request the changes again; nothing was overwritten.");
    }

    /** Fetches the default branch. @return the name under which the repository now has it, and the commit */
    public Fetched fetchDefault() {
        var git = Git.in(workspace.repository());
        var known = List.of(workspace.defaultRef(), workspace.branchRef()).stream()
                .flatMap(ref -> BranchPointer.commit(git, ref).stream()).distinct().toList();
        var commit = remote.fetch(workspace.repository(), workspace.defaultBranch(), known);
        var ref = TRACKING + workspace.defaultBranch();
        git.run("update-ref", "-m", "ringmaster: fetch", ref, commit);
        return new Fetched(ref, commit);
    }

    /** @param ref its full name, such as {@code refs/remotes/ringmaster/main} */
    public record Fetched(String ref, String commit) {
    }
}
