package dev.ringmaster.workspace;

import java.util.List;

/**
 * What a card has changed.
 *
 * @param base full commit id
 * @param head full commit id of the worktree's HEAD; the files also contain what is not committed yet
 */
public record Diff(String base, String head, List<FileDiff> files) {

    public Diff {
        files = List.copyOf(files);
    }
}
