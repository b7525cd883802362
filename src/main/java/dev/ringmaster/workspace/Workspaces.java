package dev.ringmaster.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.workspace.WorkspaceException.Reason;
import dev.ringmaster.workspace.git.Git;
import dev.ringmaster.workspace.git.GitException;

/**
 * The worktrees and branches of cards. One instance per server, since it keeps concurrent writers of one repository apart.
 * Every method blocks for milliseconds to minutes, depending on the repository: not for an event loop. Each throws
 * {@link dev.ringmaster.workspace.git.GitException} when git fails, and {@link WorkspaceException} when the worktree is in
 * a state in which the operation is not safe.
 */
public final class Workspaces {

    private static final String LINK = "gitdir: ";

    private final RepositoryLocks locks = new RepositoryLocks();

    /**
     * The card's worktree, made if it is not there yet. Idempotent: an own worktree is adopted with all that is in it, a
     * removed directory is checked out again from the branch, a branch kept from before is used again.
     *
     * @param repository as {@link Repositories#inspect} returned it
     * @param project whose card it is: part of a new branch's name, so that two projects may share a repository
     * @param worktreesRoot one per project; created if missing
     * @param recordedBase {@link Workspace#baseCommit} of an earlier call for this card
     */
    public Workspace create(Path repository, UUID project, Path worktreesRoot, int number, String title, String defaultBranch,
            @Nullable String recordedBase) {
        var slug = CardSlug.of(number, title);
        var root = directory(worktreesRoot);
        return locks.holding(repository,
                () -> new Creation(Git.in(repository), root.resolve(slug.value()), slug.branch(project),
                        defaultBranch).create(Optional.ofNullable(recordedBase)));
    }

    /**
     * The card's worktree again from what the card's row holds. For a card that already has one: its title may have changed
     * since, its path and branch must not.
     */
    public Workspace restore(Workspace known) {
        var parent = directory(parent(known.path()));
        return locks.holding(known.repository(), () -> new Creation(Git.in(known.repository()),
                parent.resolve(known.path().getFileName()), known.branch(), known.defaultBranch())
                .create(Optional.of(known.baseCommit())));
    }

    /** The full id of the commit that the worktree is at. */
    public String head(Workspace workspace) {
        return open(workspace).run("rev-parse", "HEAD").text();
    }

    /** Whether there is a commit beyond the base, or a file that differs from HEAD and is not ignored. */
    public boolean hasChanges(Workspace workspace) {
        var git = open(workspace);
        return !git.run("rev-list", "--max-count=1", workspace.baseCommit() + "..HEAD").text().isEmpty()
                || !WorktreeFiles.of(git).changed().isEmpty();
    }

    /**
     * Commits everything that is not ignored, and brings the card's branch there. Concludes a merge whose conflicts are
     * resolved. No agent may be at work in the worktree.
     *
     * @throws WorkspaceException UNRESOLVED_CONFLICTS or UNFINISHED_OPERATION, with nothing committed; BRANCH_DIVERGED,
     *         with the work committed where HEAD is
     */
    public Commit commitAll(Workspace workspace, String message) {
        return new Committer(open(workspace), List.of(), workspace).commitAll(message);
    }

    /**
     * {@link #commitAll}, and what has changed since a commit, such as that of the last checkpoint. All in one look at the
     * repository: this is what each iteration of each card waits for.
     *
     * @param fence a command that runs the one behind it, or exits with a code of its own when the worktree has another
     *        owner by now: the {@link dev.ringmaster.workspace.git.GitException} then has that code
     */
    public Harvest harvest(Workspace workspace, String message, String since, List<String> fence) {
        return new Committer(open(workspace), fence, workspace).harvest(message, since);
    }

    /**
     * Whether the worktree is still where {@link #create} or {@link #restore} has put it, as far as its files tell. Starts no
     * git. Where it says no, {@link #restore} says why, or repairs it.
     */
    public boolean intact(Workspace workspace) {
        try {
            var registration = registration(workspace.path());
            return registration.isPresent() && Files.exists(registration.get().resolve("index"))
                    && isRegistration(registration.get(), common(workspace.repository()), workspace.path());
        } catch (GitException gone) {
            return false;
        }
    }

    /**
     * Keeps all files that are not ignored, as they are, in a commit under {@code refs/ringmaster/<card>/<number>}; of
     * these the three highest numbers are kept. Also works while an agent works, and amid a merge.
     */
    public String snapshot(Workspace workspace, UUID card, int number) {
        return new Snapshots(open(workspace), card).take(number);
    }

    /** Forgets the snapshots of a card. */
    public void clearSnapshots(Path repository, UUID card) {
        new Snapshots(Git.in(repository), card).clear();
    }

    /**
     * What the card has changed against its base, uncommitted files included. Disturbs no agent. When the default branch
     * was merged into the card's, its changes are not shown.
     */
    public Diff diff(Workspace workspace) {
        var git = open(workspace);
        return diff(git, comparisonBase(git, workspace));
    }

    /** The same against a commit of the card's branch, such as the one that a person has reviewed. */
    public Diff diff(Workspace workspace, String commit) {
        var git = open(workspace);
        return diff(git, git.run("rev-parse", "--verify", "--end-of-options", commit + "^{commit}").text());
    }

    private static Diff diff(Git git, String base) {
        String head = git.run("rev-parse", "HEAD").text();
        return WorktreeFiles.asTree(git, false, (aside, tree) -> new Diff(base, head, Patches.of(aside, base, tree)));
    }

    /** The same without content, against any commit, such as that of the last checkpoint. */
    public List<FileChange> changesSince(Workspace workspace, String commit) {
        return WorktreeFiles.asTree(open(workspace), false, (aside, tree) -> {
            String from = aside.run("rev-parse", "--verify", "--end-of-options", commit + "^{commit}").text();
            return Comparison.of(aside, from, tree).changes();
        });
    }

    /** Merges what is committed on the card's branch into the default branch of the local repository. */
    public MergeResult merge(Workspace workspace, String message) {
        return locks.holding(workspace.repository(),
                () -> new LocalMerge(Git.in(workspace.repository()), workspace, message).merge());
    }

    /**
     * Moves the default branch of the local repository forward to a commit that contains it, such as what a remote has. Changes
     * that nobody has committed are not touched: git refuses then.
     */
    public MergeResult follow(Workspace workspace, String commit) {
        return locks.holding(workspace.repository(),
                () -> new LocalMerge(Git.in(workspace.repository()), workspace, "").follow(commit));
    }

    /** What who works in the worktree must reach to commit there. Touches no file of the worktree. */
    public WorkspaceAccess access(Workspace workspace) {
        return WorkspaceAccess.of(workspace, own(workspace.repository(), workspace.path()), common(workspace.repository()));
    }

    /**
     * Settings of git, by key, under which the repository's own configuration starts no program when somebody runs git in the
     * worktree. An empty value is one.
     */
    public Map<String, String> harmlessSettings(Workspace workspace) {
        return Git.harmless(workspace.path(), own(workspace.repository(), workspace.path()), common(workspace.repository()));
    }

    private static Path own(Path repository, Path worktree) {
        return registration(worktree).filter(own -> isRegistration(own, common(repository), worktree))
                .orElseThrow(() -> notAWorktree(worktree, repository));
    }

    /** Removes the worktree, unless something in it would be lost. Idempotent. */
    public RemoveResult remove(Workspace workspace) {
        return locks.holding(workspace.repository(), () -> new Removal(Git.in(workspace.repository()), workspace).remove());
    }

    /** Directories in the worktrees' root that no card owns. Deletes nothing. */
    public List<Path> orphans(Path worktreesRoot, Set<Path> owned) {
        if (!Files.isDirectory(worktreesRoot)) {
            return List.of();
        }
        var names = owned.stream().map(path -> path.toAbsolutePath().normalize().getFileName()).collect(Collectors.toSet());
        try (var entries = Files.list(worktreesRoot)) {
            return entries.filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .filter(entry -> !entry.getFileName().toString().startsWith(LocalMerge.ASIDE))
                    .filter(entry -> !names.contains(entry.getFileName())).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the worktrees in " + worktreesRoot + " could not be listed", e);
        }
    }

    /** Git in the worktree, once it is certain that the worktree still belongs to the repository. */
    static Git open(Workspace workspace) {
        return open(workspace.repository(), workspace.path());
    }

    static Git open(Path repository, Path path) {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new WorkspaceException(Reason.NOT_A_WORKTREE, "The worktree " + path
                    + " is gone. It is checked out again from its branch when the card is started again.");
        }
        return Git.inWorktree(path, own(repository, path), common(repository));
    }

    private static WorkspaceException notAWorktree(Path path, Path repository) {
        return new WorkspaceException(Reason.NOT_A_WORKTREE, path + " is no longer a worktree of " + repository
                + ": its .git file was removed or changed. Move the directory away, and start the card again.");
    }

    /** Where the worktree's {@code .git} file says that git keeps what belongs to it: an absolute path, or one from there. */
    private static Optional<Path> registration(Path worktree) {
        try {
            return PlainFile.read(worktree.resolve(".git")).map(String::strip).filter(link -> link.startsWith(LINK))
                    .map(link -> real(worktree.resolve(link.substring(LINK.length()))));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Where the repository keeps what its worktrees share. Only what is not a plain checkout has to be asked of git. */
    private static Path common(Path repository) {
        var usual = repository.resolve(".git");
        if (Files.isDirectory(usual, LinkOption.NOFOLLOW_LINKS) && Files.isRegularFile(usual.resolve("HEAD"))
                && !Files.exists(usual.resolve("commondir"))) {
            return usual;
        }
        return repository.resolve(Git.outside(repository).run("rev-parse", "--git-common-dir").text());
    }

    /**
     * An agent could point the .git file at the repository itself, or at another card's worktree, and our commits would move
     * a foreign branch.
     */
    private static boolean isRegistration(Path gitDirectory, Path repositoryDirectory, Path path) {
        try {
            return real(gitDirectory).startsWith(real(repositoryDirectory).resolve("worktrees"))
                    && PlainFile.read(gitDirectory.resolve("gitdir")).map(link -> real(gitDirectory.resolve(link.strip())))
                            .equals(Optional.of(real(path.resolve(".git"))));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /**
     * Where the card's branch last met the default branch, as in a pull request; but once the default branch contains the
     * card's work, where the card began.
     */
    private static String comparisonBase(Git git, Workspace workspace) {
        var met = git.attempt("merge-base", workspace.defaultRef(), "HEAD");
        if (!met.ok() || met.text().equals(git.run("rev-parse", "HEAD").text())
                || !BranchPointer.isAncestor(git, workspace.baseCommit(), met.text())) {
            return workspace.baseCommit();
        }
        return met.text();
    }

    private static Path directory(Path root) {
        try {
            return Files.createDirectories(root).toRealPath();
        } catch (IOException e) {
            throw new WorkspaceException(Reason.PATH_TAKEN, "The directory for worktrees " + root + " cannot be made: "
                    + e.getMessage() + ". Correct its owner, or set ringmaster.home to another directory.");
        }
    }

    private static Path parent(Path path) {
        var parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("a worktree cannot be " + path);
        }
        return parent;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }
}
