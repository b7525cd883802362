package dev.ringmaster.loop.rules;

import dev.ringmaster.card.workflow.CardState;

/** What a run is for. */
public enum Stage {
    /** The agent may read, not write, and ends with a plan. */
    PLAN,
    CODE,
    /** Something failed after the code was written: build, checks, deploy. */
    FIX;

    /** @throws IllegalArgumentException for a state in which no loop runs */
    public static Stage of(CardState state) {
        return switch (state) {
            case PLANNING -> PLAN;
            case CODING -> CODE;
            case ERROR_FIXING -> FIX;
            case DRAFT, CODE_REVIEW, TESTING, BUILD_QUEUE, BUILDING, BUILD_SUCCESS, BUILD_FAILED, DEPLOY_QUEUE, DEPLOYING,
                    VERIFYING, COMPLETED, ARCHIVED, FAILED ->
                throw new IllegalArgumentException("no loop runs in " + state);
        };
    }
}
