package dev.ringmaster.card;

/** Why a card waits for a person. */
public enum AttentionReason {
    PLAN_TO_APPROVE,
    REVIEW_TO_GIVE,
    LIMIT_REACHED,
    BUDGET_REACHED,
    LOGIN_NEEDED,
    NO_PROGRESS,
    ACTION_FAILED,
    CARD_FAILED,
    /** A person stopped the run; the card waits for what they want next. */
    STOPPED
}
