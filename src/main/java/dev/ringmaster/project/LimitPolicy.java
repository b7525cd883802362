package dev.ringmaster.project;

/** What a card's run does when the usage limit of its subscription is reached. */
public enum LimitPolicy {
    /** It is parked until the limit ends, and goes on in its own session. */
    WAIT,
    /** It goes on at once on the next subscription that can work; if there is none, it waits. */
    FAIL_OVER,
    /** It ends, and a person is asked. */
    STOP
}
