package dev.ringmaster.workspace;

import java.nio.file.Path;

/**
 * A card's own branch, checked out in its own worktree.
 *
 * @param repository the project's repository
 * @param path the worktree; absolute, inside the worktrees' root
 * @param branch short name, {@code ringmaster/<number>-<slug>}
 * @param defaultBranch short name of the branch that the card's work goes to
 * @param baseCommit full id of the commit that the branch started from
 */
public record Workspace(Path repository, Path path, String branch, String defaultBranch, String baseCommit) {

    static final String COMMIT = "[0-9a-f]{40}|[0-9a-f]{64}";

    public Workspace {
        if (!baseCommit.matches(COMMIT)) {
            throw new IllegalArgumentException("\"" + baseCommit + "\" is not a full commit id");
        }
        if (!path.isAbsolute() || !repository.isAbsolute()) {
            throw new IllegalArgumentException("a workspace needs absolute paths");
        }
    }

    String branchRef() {
        return "refs/heads/" + branch;
    }

    String defaultRef() {
        return "refs/heads/" + defaultBranch;
    }
}
