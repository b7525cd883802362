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

    /**
     * Stages the paths on standard input, commits what differs from HEAD, and compares with an earlier commit: one process
     * for six. Arguments: "none" without paths, "check" to stop at a submodule, HEAD, the earlier commit or nothing, the
     * message, and the further parents as options. Prints the commit that HEAD is at then, and the comparison. Objects that
     * no reference names, because it stopped halfway, are removed by git in time.
     */
    private static final String STAGE_AND_COMMIT = """
            set -e
            paths=$1 links=$2 head=$3 since=$4 message=$5
            shift 5
            [ "$paths" = none ] || git update-index --add --remove --replace -z --stdin
            staged=$(git diff-index --cached --raw --no-renames --ignore-submodules=none HEAD --)
            case $links$staged in check*' 160000 '*) exit 3 ;; esac
            commit=$head
            if [ -n "$staged" ] || [ $# -gt 0 ]; then
              tree=$(git write-tree)
              commit=$(printf %s "$message" | git commit-tree "$tree" -p "$head" "$@" -F -)
              git update-ref -m 'ringmaster: commit what was left' HEAD "$commit" "$head"
            fi
            printf '%s\\0' "$commit"
            [ -z "$since" ] || [ "$since" = "$commit" ] || exec git {comparison} "$since" "$commit" --
            """.replace("{comparison}", String.join(" ", Comparison.QUESTION));
    private static final int SUBMODULE = 3;

    private final Git git;
    private final Git owner;
    private final Workspace workspace;

    /** @param fence see {@link Workspaces#harvest}: whatever writes runs behind it */
    Committer(Git git, List<String> fence, Workspace workspace) {
        this.git = git;
        this.owner = git.behind(fence);
        this.workspace = workspace;
    }

    /** @param earlier the commit that HEAD was at before */
    private record Done(String earlier, String head, String branch, List<FileChange> changes, List<String> leftOut) {
    }

    Commit commitAll(String message) {
        var done = commit(message, "");
        var made = done.head().equals(done.earlier()) ? Optional.<String> empty() : Optional.of(done.head());
        bringToHead(done);
        return new Commit(made, done.leftOut());
    }

    Harvest harvest(String message, String since) {
        var done = commit(message, since);
        if (!bringToHead(done)) {
            return new Harvest(done.head(), done.changes(), done.leftOut());
        }
        String head = git.run("rev-parse", "HEAD").text();
        return new Harvest(head, head.equals(since) ? List.of() : Comparison.of(git, since, head).changes(), done.leftOut());
    }

    /** Whether the branch and HEAD were not the same. */
    private boolean bringToHead(Done done) {
        if (done.branch().equals(workspace.branch())) {
            return false;
        }
        new BranchPointer(owner, workspace).bringToHead();
        return true;
    }

    private Done commit(String message, String since) {
        refuseUnfinished();
        removeLinkedLogs();
        var lock = indexLock();
        try {
            return stageAndCommit(message, since);
        } catch (GitException e) {
            if (!e.locked() || !lock.isAbandoned()) {
                throw e;
            }
            lock.remove();
            return stageAndCommit(message, since);
        }
    }

    private Done stageAndCommit(String message, String since) {
        var files = WorktreeFiles.of(git);
        refuseConflicts(files);
        var leftOut = files.repositories();
        var said = run(files.head(), since, message, "check", files.changed());
        if (!said.ok()) {
            leftOut = files.stage(owner);
            said = run(files.head(), since, message, "keep", List.of());
        }
        if (CONCLUDED_BY_COMMIT.stream().anyMatch(this::hasFile)) {
            owner.run("reset", "--quiet", "--mixed");
        }
        var fields = said.fields().iterator();
        return new Done(files.head(), fields.next(), files.branch(), Comparison.read(fields).changes(), leftOut);
    }

    private GitOutput run(String head, String since, String message, String submodules, List<String> paths) {
        var arguments = new ArrayList<>(List.of(paths.isEmpty() ? "none" : "paths", submodules, head, since,
                message.replace('\0', ' ')));
        mergeHeads().forEach(parent -> arguments.addAll(List.of("-p", parent)));
        return owner.script("commit", STAGE_AND_COMMIT, SUBMODULE, GitOutput.bytes(paths), arguments.toArray(String[]::new));
    }

    private List<String> mergeHeads() {
        return PlainFile.read(git.file("MERGE_HEAD")).stream().flatMap(String::lines)
                .filter(line -> line.matches(Workspace.COMMIT)).toList();
    }

    /** Git would write on behind a link, wherever an agent has laid it. */
    private void removeLinkedLogs() {
        var shared = git.file("objects").resolveSibling("logs");
        for (var log : List.of(git.file("logs"), git.file("logs/HEAD"), shared.resolve(workspace.branchRef()))) {
            try {
                if (Files.isSymbolicLink(log)) {
                    Files.delete(log);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
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
