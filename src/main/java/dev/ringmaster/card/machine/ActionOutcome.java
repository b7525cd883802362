package dev.ringmaster.card.machine;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** What a handler says of its action. A thrown exception means: try again later. */
public sealed interface ActionOutcome {

    /** @param note what was done, or why there was nothing to do; kept with the action */
    record Done(String note) implements ActionOutcome {
    }

    /**
     * Nothing has happened yet that it could go by: look again. The waiting is in the row, so it outlives the server, and
     * ends when the card moves on. It is no attempt that failed.
     *
     * @param note what is waited for; kept with the action
     * @param ask what a person has to do before it can go on; null for nothing
     * @param attention what is asked for, if anything is: a name of the contract's AttentionReason
     */
    record Later(Duration after, String note, @Nullable String ask, String attention) implements ActionOutcome {

        public Later(Duration after, String note, @Nullable String ask) {
            this(after, note, ask, "LOGIN_NEEDED");
        }

        public Later(Duration after, String note) {
            this(after, note, null);
        }
    }

    /**
     * It cannot work however often it is tried; shown on the card at once.
     *
     * @param attention what a person is asked for: a name of the contract's AttentionReason
     */
    record Hopeless(String category, String message, String attention) implements ActionOutcome {

        public Hopeless(String category, String message) {
            this(category, message, "ACTION_FAILED");
        }
    }
}
