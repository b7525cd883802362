package dev.ringmaster.card.workflow;

/**
 * What the server does because of a transition. Each is stored with the transition, run at least once, and handled on the
 * event-bus address {@code card.action.<NAME>}.
 */
public enum Action {
    CREATE_WORKTREE,
    START_LOOP(true),
    STOP_LOOP,
    STORE_PLAN,
    COLLECT_ERROR_CONTEXT,
    PUSH_BRANCH(true),
    CREATE_PULL_REQUEST(true),
    RUN_CHECKS(true),
    TRIGGER_BUILD(true),
    MONITOR_BUILD(true),
    MERGE(true),
    TRIGGER_DEPLOY(true),
    MONITOR_DEPLOY(true),
    RUN_HEALTH_CHECKS(true),
    ROLL_BACK,
    CLEAN_UP,
    REMOVE_WORKTREE(true),
    NOTIFY,
    /** Fires the trigger that the new state calls for by itself, if there is one. */
    ADVANCE(true);

    private final boolean boundToState;

    Action() {
        this(false);
    }

    Action(boolean boundToState) {
        this.boundToState = boundToState;
    }

    /** Whether it makes sense only while the card stays in the state that asked for it. */
    public boolean boundToState() {
        return boundToState;
    }

    /** The event-bus address its handler listens on. */
    public String address() {
        return "card.action." + name();
    }
}
