package dev.ringmaster.metrics.budget;

/** What a budget is for; the names are part of the API. */
public enum BudgetScope {
    /** Each run of a project. */
    RUN,
    /** All runs of a card together. */
    CARD,
    PROJECT,
    SUBSCRIPTION
}
