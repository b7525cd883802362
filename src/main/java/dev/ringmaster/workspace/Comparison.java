package dev.ringmaster.workspace;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.workspace.git.Git;
import dev.ringmaster.workspace.git.GitOutput;

/** Which files differ between two trees, in git's order. */
record Comparison(List<Entry> entries) {

    /**
     * @param sections how many {@code diff --git} sections the file has in a patch: a file that becomes a link has two
     * @param binary git counts no lines in it
     */
    record Entry(String path, @Nullable String oldPath, String status, int additions, int deletions, boolean binary,
            int sections) {

        FileChange change() {
            return new FileChange(path, status, additions, deletions);
        }
    }

    private record Raw(char status, String path, @Nullable String oldPath, int sections) {
    }

    /** Files above this are not compared line by line: 32 MiB. */
    private static final String COUNTED = "33554432";

    /** What git is asked, before the two trees. */
    static final List<String> QUESTION = List.of("-c", "core.bigFileThreshold=" + COUNTED, "diff-tree", "-r", "-M", "-l1000",
            "--raw", "--numstat", "-z", "--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty", "-O/dev/null");

    static Comparison of(Git git, String from, String to) {
        var question = new ArrayList<>(QUESTION);
        question.addAll(List.of(from, to, "--"));
        return read(git.run(question.toArray(String[]::new)).fields().iterator());
    }

    List<FileChange> changes() {
        return entries.stream().map(Entry::change).toList();
    }

    /** All raw records come first, then all counts, in the same order; a rename has two paths in both. */
    static Comparison read(Iterator<String> fields) {
        var raws = new ArrayList<Raw>();
        String field = fields.hasNext() ? fields.next() : "";
        while (field.startsWith(":")) {
            String[] columns = field.substring(1).split(" ");
            char status = columns[4].charAt(0);
            boolean moved = status == 'R' || status == 'C';
            String path = GitOutput.display(fields.next());
            String target = moved ? GitOutput.display(fields.next()) : path;
            raws.add(new Raw(status, target, moved ? path : null, status == 'T' ? 2 : 1));
            field = fields.hasNext() ? fields.next() : "";
        }
        var entries = new ArrayList<Entry>();
        for (Raw raw : raws) {
            String[] counts = field.split("\t", 3);
            if (raw.oldPath() != null) {
                fields.next();
                fields.next();
            }
            boolean binary = counts[0].equals("-");
            entries.add(new Entry(raw.path(), raw.oldPath(), name(raw.status()), binary ? 0 : Integer.parseInt(counts[0]),
                    binary ? 0 : Integer.parseInt(counts[1]), binary, raw.sections()));
            field = fields.hasNext() ? fields.next() : "";
        }
        return new Comparison(entries);
    }

    private static String name(char status) {
        return switch (status) {
            case 'A' -> "ADDED";
            case 'D' -> "DELETED";
            case 'R' -> "RENAMED";
            case 'T' -> "TYPE_CHANGED";
            default -> "MODIFIED";
        };
    }
}
