package dev.ringmaster.card.workflow;

/** The four groups a board shows its states in. */
public enum Phase {
    DEVELOPMENT,
    BUILD,
    DEPLOY,
    TERMINAL
}
