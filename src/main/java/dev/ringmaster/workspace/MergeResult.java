package dev.ringmaster.workspace;

import java.util.List;

/** How a local merge of a card's branch into the default branch ended. */
public sealed interface MergeResult {

    /** @param commit where the default branch is now */
    record Merged(String commit) implements MergeResult {
    }

    /** The default branch already contains the card's branch. */
    record AlreadyMerged(String commit) implements MergeResult {
    }

    /** Both sides changed the same places; nothing was changed. */
    record MergeConflict(List<String> files) implements MergeResult {
        public MergeConflict {
            files = List.copyOf(files);
        }
    }

    /** The default branch cannot be moved now; nothing was changed. The reason says what to do. */
    record MergeRefused(String reason) implements MergeResult {
    }
}
