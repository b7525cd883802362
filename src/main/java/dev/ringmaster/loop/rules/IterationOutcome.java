package dev.ringmaster.loop.rules;

/** How one iteration ended, as the server sees it. */
public enum IterationOutcome {
    /** The agent signalled completion and the evidence agrees. */
    COMPLETED,
    /** The agent signalled completion, but something is missing; the next iteration is told what. */
    EVIDENCE_MISSING,
    /** The agent ended well without the signal: there is more to do. */
    WORKING,
    /** The agent or its platform failed. */
    ERROR,
    /** No output, no work, no end: ended by the server. */
    HUNG,
    /** A rate or usage limit; not an error. */
    RATE_LIMITED,
    AUTH_FAILED,
    /** Ended by the server because a person or a limit said so. */
    STOPPED,
    /** The process was ended by a signal that the server did not send, for instance because memory ran out. */
    KILLED,
    /** The process is gone without a trace: it was killed together with its shim, or the machine was. */
    LOST,
    /**
     * It did no work on the card, but condensed its history, or could not. No turn of the agent's, and no error of its work.
     */
    CONDENSED;

    /** Counts towards the circuit breaker. */
    public boolean isError() {
        return this == ERROR || this == HUNG || this == KILLED;
    }

    /** The agent was cut off in the middle: its own session, where there is one, is worth going on with. */
    public boolean interrupted() {
        return this == RATE_LIMITED || this == AUTH_FAILED || this == STOPPED || this == LOST || this == HUNG
                || this == KILLED;
    }
}
