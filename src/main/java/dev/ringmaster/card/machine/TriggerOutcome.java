package dev.ringmaster.card.machine;

import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.support.ErrorCode;

/** What came of a trigger. A refusal has changed nothing. */
public sealed interface TriggerOutcome {

    record Moved(long transitionId, CardState from, CardState to) implements TriggerOutcome {
    }

    /** The same cause has fired before; the card has moved then. */
    record AlreadyFired() implements TriggerOutcome {
    }

    record Refused(ErrorCode code, String message) implements TriggerOutcome {
    }
}
