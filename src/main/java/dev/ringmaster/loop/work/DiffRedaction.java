package dev.ringmaster.loop.work;

import java.util.List;
import java.util.stream.Collectors;

import dev.ringmaster.security.Redactor;
import dev.ringmaster.workspace.Diff;
import dev.ringmaster.workspace.FileChange;
import dev.ringmaster.workspace.FileDiff;

/** Takes secrets out of what is shown and kept of an agent's changes: it may have written one into a file, or named one so. */
record DiffRedaction(Redactor redactor) {

    Diff clean(Diff diff) {
        return new Diff(diff.base(), diff.head(), diff.files().stream().map(this::clean).toList());
    }

    private FileDiff clean(FileDiff file) {
        return new FileDiff(redactor.redact(file.path()), file.oldPath() == null ? null : redactor.redact(file.oldPath()),
                file.status(), file.additions(), file.deletions(), patch(file.patch()), file.truncated());
    }

    List<FileChange> clean(List<FileChange> changes) {
        return changes.stream().map(change -> new FileChange(redactor.redact(change.path()), change.status(),
                change.additions(), change.deletions())).toList();
    }

    /**
     * Without the signs before its lines, over which a secret may be wrapped; redacting leaves the number of lines as it is.
     */
    private String patch(String patch) {
        var lines = patch.split("\n", -1);
        var bodies = List.of(lines).stream().map(line -> line.isEmpty() ? "" : line.substring(1))
                .collect(Collectors.joining("\n"));
        var clean = redactor.redact(bodies);
        if (clean.equals(bodies)) {
            return patch;
        }
        var cleanLines = clean.split("\n", -1);
        var made = new StringBuilder(patch.length());
        for (int i = 0; i < lines.length; i++) {
            made.append(i == 0 ? "" : "\n").append(lines[i].isEmpty() ? "" : lines[i].substring(0, 1)).append(cleanLines[i]);
        }
        return made.toString();
    }
}
