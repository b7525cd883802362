package dev.ringmaster.loop.work;

/** What a card's branch is compared with. */
public enum DiffSince {
    /** Where the branch began: all that the card changes. */
    BASE,
    /** The commit that a person last asked for changes of: what was done about it. */
    REVIEW
}
