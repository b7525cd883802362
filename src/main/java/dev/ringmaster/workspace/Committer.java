package dev.ringmaster.workspace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringmaster.workspace.WorkspaceException.Reason;
import dev.ringmaster.workspace.git.Git;
import dev.ringmaster.workspace.git.GitException;
import dev.ringmaster.workspace.git.GitOutput;

/**
 * Commits what an agent left, by git's plumbing: no hook, no signature, no editor has a say. No agent may be at work in the
 * worktree.
 */
final class Committer {

    private static final List<String> UNFINISHED = List.of("rebase-merge", "rebase-apply", "sequencer", "BISECT_LOG");
    private static final List<String> CONCLUDED_BY_COMMIT = List.of("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD");
    private static final int LONGEST_MARKER_LINE = 8192;

    private final Git git;
    private final Workspace workspace;

    Committer(Git git, Workspace workspace) {
        this.git = git;
        this.workspace = workspace;
    }

    Commit commitAll(String message) {
        refuseUnfinished();
        var lock = indexLock();
        try {
            return stageAndCommit(message);
        } catch (GitException e) {
            if (!e.locked() || !lock.isAbandoned()) {
                throw e;
            }
            lock.remove();
            return stageAndCommit(message);
        }
    }

    private Commit stageAndCommit(String message) {
        var files = WorktreeFiles.of(git);
        refuseConflicts(files);
        var leftOut = files.stage(git);
        String tree = git.run("write-tree").text();
        var present = git.run("rev-parse", "HEAD", "HEAD^{tree}").text().lines().toList();
        String head = present.getFirst();
        var merged = mergeHeads();
        Optional<String> commit = Optional.empty();
        if (!merged.isEmpty() || !tree.equals(present.getLast())) {
            commit = Optional.of(commit(tree, head, merged, message));
        }
        if (CONCLUDED_BY_COMMIT.stream().anyMatch(this::hasFile)) {
            git.run("reset", "--quiet", "--mixed");
        }
        new BranchPointer(git, workspace).bringToHead();
        return new Commit(commit, leftOut);
    }

    private String commit(String tree, String head, List<String> merged, String message) {
        var arguments = new ArrayList<>(List.of("commit-tree", tree, "-p", head));
        merged.forEach(parent -> arguments.addAll(List.of("-p", parent)));
        arguments.addAll(List.of("-F", "-"));
        byte[] text = message.replace('\0', ' ').getBytes(StandardCharsets.UTF_8);
        String commit = git.feed(text, arguments.toArray(String[]::new)).text();
        git.run("update-ref", "-m", "ringmaster: commit what was left", "HEAD", commit, head);
        return commit;
    }

    private List<String> mergeHeads() {
        var file = git.file("MERGE_HEAD");
        try {
            return Files.exists(file) ? Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList() : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refuseUnfinished() {
        for (String operation : UNFINISHED) {
            if (hasFile(operation)) {
                throw new WorkspaceException(Reason.UNFINISHED_OPERATION, "The worktree " + workspace.path()
                        + " is in the middle of a " + name(operation) + ". Finish or abort it there; its files are untouched.");
            }
        }
    }

    private static String name(String operation) {
        return switch (operation) {
            case "sequencer" -> "series of cherry-picks or reverts";
            case "BISECT_LOG" -> "bisect";
            default -> "rebase";
        };
    }

    private boolean hasFile(String name) {
        return Files.exists(git.file(name));
    }

    /** A conflict counts as resolved when its file no longer has markers: agents often forget to `git add`. */
    private void refuseConflicts(WorktreeFiles files) {
        var open = files.unmerged().stream().map(GitOutput::display)
                .filter(path -> hasMarkers(git.directory().resolve(path))).toList();
        if (!open.isEmpty()) {
            throw new WorkspaceException(Reason.UNRESOLVED_CONFLICTS, "The worktree " + workspace.path()
                    + " has unresolved conflicts in " + String.join(", ", open) + ". Resolve them, or abort the merge.");
        }
    }

    private static boolean hasMarkers(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (var lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            return hasMarkers(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasMarkers(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.length() < LONGEST_MARKER_LINE && (line.startsWith("<<<<<<< ") || line.startsWith(">>>>>>> "))) {
                return true;
            }
        }
        return false;
    }

    private IndexLock indexLock() {
        return IndexLock.of(git.file("index.lock"));
    }
}
