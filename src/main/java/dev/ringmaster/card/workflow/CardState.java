package dev.ringmaster.card.workflow;

/** The 16 states of a card, each in its phase. */
public enum CardState {
    DRAFT(Phase.DEVELOPMENT),
    PLANNING(Phase.DEVELOPMENT),
    CODING(Phase.DEVELOPMENT),
    CODE_REVIEW(Phase.DEVELOPMENT),
    TESTING(Phase.DEVELOPMENT),
    BUILD_QUEUE(Phase.BUILD),
    BUILDING(Phase.BUILD),
    BUILD_SUCCESS(Phase.BUILD),
    BUILD_FAILED(Phase.BUILD),
    DEPLOY_QUEUE(Phase.DEPLOY),
    DEPLOYING(Phase.DEPLOY),
    VERIFYING(Phase.DEPLOY),
    COMPLETED(Phase.TERMINAL),
    ERROR_FIXING(Phase.TERMINAL),
    ARCHIVED(Phase.TERMINAL),
    FAILED(Phase.TERMINAL);

    private final Phase phase;

    CardState(Phase phase) {
        this.phase = phase;
    }

    public Phase phase() {
        return phase;
    }

    /** Whether a run of the agent loop works in this state. */
    public boolean loops() {
        return this == PLANNING || this == CODING || this == ERROR_FIXING;
    }
}
