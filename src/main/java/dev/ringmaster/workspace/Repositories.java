package dev.ringmaster.workspace;

import static dev.ringmaster.support.RingmasterException.invalid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.workspace.git.Git;

/** Judges whether a path is a repository that cards can be worked on in. Blocks. */
public final class Repositories {

    /**
     * @param branch the default branch; null means the one that is checked out
     * @throws dev.ringmaster.support.RingmasterException VALIDATION, with what to do
     */
    public Repository inspect(String path, @Nullable String branch) {
        var directory = existing(path);
        var git = Git.in(directory);
        boolean bare = requireTopLevel(git, directory);
        if (git.attempt("config", "--get-regexp", "^remote\\..*\\.(promisor|partialclonefilter)$").ok()) {
            throw invalid("The repository " + path + " is a partial clone: some of its objects are missing. Complete it with"
                    + " `git fetch --refetch --no-filter`, remove remote.<name>.promisor and remote.<name>.partialclonefilter"
                    + " from its configuration, and add it again.");
        }
        String name = branch == null || branch.isBlank() ? checkedOut(git, path) : branch;
        String ref = git.branchRef(name);
        var commit = git.attempt("rev-parse", "--verify", "--quiet", "--end-of-options", ref + "^{commit}");
        if (!commit.ok()) {
            throw invalid("The repository " + path + " has no branch \"" + name
                    + "\" with a commit. Name an existing branch, or make the first commit on it.");
        }
        return new Repository(directory, name, commit.text(), bare);
    }

    private static Path existing(String path) {
        Path given;
        try {
            given = Path.of(path);
        } catch (InvalidPathException e) {
            throw invalid("\"" + path + "\" is not a path.");
        }
        if (!given.isAbsolute()) {
            throw invalid("The repository path \"" + path + "\" is relative. Give the absolute path of a local repository.");
        }
        if (!Files.isDirectory(given)) {
            throw invalid("There is no directory " + path
                    + " on this server. Clone the repository there first, or correct the path.");
        }
        try {
            return given.toRealPath();
        } catch (IOException e) {
            throw invalid("The directory " + path + " cannot be read: " + e.getMessage());
        }
    }

    private static boolean requireTopLevel(Git git, Path directory) {
        var inspected = git.attempt("rev-parse", "--is-bare-repository", "--is-inside-work-tree", "--absolute-git-dir");
        if (!inspected.ok()) {
            if (inspected.stderr().contains("dubious ownership")) {
                throw invalid(
                        "The repository " + directory + " belongs to another user than this server runs as. Change its owner,"
                                + " or run the server as that user.");
            }
            throw invalid(directory + " is not a git repository. Run `git init` there, or give the path of one.");
        }
        var answers = inspected.text().lines().toList();
        boolean bare = Boolean.parseBoolean(answers.get(0));
        boolean checkout = Boolean.parseBoolean(answers.get(1));
        var top = checkout ? Path.of(git.run("rev-parse", "--show-toplevel").text()) : Path.of(answers.get(2));
        if (!bare && !checkout) {
            throw invalid(directory + " is the inside of a git directory. Give the repository's top level.");
        }
        if (!top.equals(directory)) {
            throw invalid(directory + " lies inside the repository " + top + ". Give the repository's top level, " + top + ".");
        }
        return bare;
    }

    private static String checkedOut(Git git, String path) {
        var branch = git.attempt("symbolic-ref", "--quiet", "--short", "HEAD");
        if (!branch.ok()) {
            throw invalid("The repository " + path + " has no branch checked out. Name the default branch.");
        }
        return branch.text();
    }
}
