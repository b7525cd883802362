package dev.ringmaster.delivery.card;

import java.util.Locale;

/** How a pull request is merged. */
public enum MergeMethod {
    MERGE,
    SQUASH,
    REBASE;

    /** As GitHub calls it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
