package dev.ringmaster.loop.rules;

import java.util.Arrays;

import dev.ringmaster.card.workflow.CardState;

/** What a run is for. */
public enum Stage {
    /** The agent may read, not write, and ends with a plan. */
    PLAN(CardState.PLANNING),
    CODE(CardState.CODING),
    /** Something failed after the code was written: build, checks, deploy. */
    FIX(CardState.ERROR_FIXING);

    private final CardState state;

    Stage(CardState state) {
        this.state = state;
    }

    /** Where a card stands while a run is for this. */
    public CardState state() {
        return state;
    }

    /** @throws IllegalArgumentException for a state in which no loop runs */
    public static Stage of(CardState state) {
        return Arrays.stream(values()).filter(stage -> stage.state == state).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no loop runs in " + state));
    }
}
