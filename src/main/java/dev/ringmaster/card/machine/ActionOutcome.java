package dev.ringmaster.card.machine;

/** What a handler says of its action. A thrown exception means: try again later. */
public sealed interface ActionOutcome {

    /** @param note what was done, or why there was nothing to do; kept with the action */
    record Done(String note) implements ActionOutcome {
    }

    /** It cannot work however often it is tried; shown on the card at once. */
    record Hopeless(String category, String message) implements ActionOutcome {
    }
}
