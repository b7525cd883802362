package dev.ringmaster.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.workspace.git.Git;
import dev.ringmaster.workspace.git.GitOutput;

/** What {@code git worktree list} says of a repository, its main checkout first. */
record WorktreeList(List<Entry> entries) {

    /**
     * @param branch the full reference that is checked out, or null
     * @param initialising git was killed while it made this worktree
     */
    record Entry(Path path, @Nullable String branch, boolean bare, boolean initialising) {
    }

    static WorktreeList of(Git git) {
        // -z came with git 2.36; without it a path with a newline cannot be told, but such a path is never ours.
        var listed = git.attempt("worktree", "list", "--porcelain", "-z");
        var lines = listed.ok() ? listed.fields()
                : List.of(new String(git.run("worktree", "list", "--porcelain").stdout(),
                        java.nio.charset.StandardCharsets.ISO_8859_1).split("\n", -1));
        var entries = new ArrayList<Entry>();
        var record = new ArrayList<String>();
        for (String line : lines) {
            if (!line.isEmpty()) {
                record.add(line);
            } else if (!record.isEmpty()) {
                entries.add(entry(record));
                record.clear();
            }
        }
        return new WorktreeList(List.copyOf(entries));
    }

    private static Entry entry(List<String> record) {
        return new Entry(Path.of(GitOutput.display(value(record, "worktree ").orElseThrow())),
                value(record, "branch ").map(GitOutput::display).orElse(null),
                record.contains("bare"), record.contains("locked initializing"));
    }

    private static Optional<String> value(List<String> record, String key) {
        return record.stream().filter(line -> line.startsWith(key)).map(line -> line.substring(key.length())).findFirst();
    }

    Optional<Entry> at(Path path) {
        return entries.stream().filter(entry -> same(entry.path(), path)).findFirst();
    }

    Optional<Entry> holding(String branchRef) {
        return entries.stream().filter(entry -> branchRef.equals(entry.branch()) && !entry.bare()).findFirst();
    }

    private static boolean same(Path one, Path other) {
        return real(one).equals(real(other));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.normalize();
        }
    }
}
