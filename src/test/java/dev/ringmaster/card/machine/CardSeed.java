package dev.ringmaster.card.machine;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.card.workflow.Guard;

/** A card and its project to be put into the tables. By default no guard holds that could fail. */
final class CardSeed {

    final UUID projectId = UUID.randomUUID();
    final UUID cardId = UUID.randomUUID();
    final CardState state;
    @Nullable
    CardState previousState;
    @Nullable
    CardState failedIn;
    int errorCount = 1;
    int maxRetries = 3;
    String taskPrompt = "";
    boolean criteria;
    @Nullable
    String headCommit;
    boolean synced;
    boolean healthy;
    boolean build;
    boolean deploy;

    CardSeed(CardState state) {
        this.state = state;
    }

    /** The facts that make the guard hold. */
    CardSeed fit(Guard guard) {
        switch (guard) {
            case NONE, NEITHER_CONFIGURED, NO_DEPLOY_CONFIGURED, UNDER_RETRY_LIMIT -> {
            }
            case HAS_TASK_PROMPT -> taskPrompt = "Do it";
            case HAS_ACCEPTANCE_CRITERIA -> criteria = true;
            case HAS_GENERATED_CODE -> headCommit = "b".repeat(40);
            case RETRY_LIMIT_REACHED -> maxRetries = errorCount;
            case BUILD_CONFIGURED -> build = true;
            case ONLY_DEPLOY_CONFIGURED, DEPLOY_CONFIGURED -> deploy = true;
            case SYNC_COMPLETED -> synced = true;
            case HEALTH_CHECK_PASSED -> healthy = true;
            case FAILED_IN_CODING -> failedIn = CardState.CODING;
            case FAILED_IN_TESTING -> failedIn = CardState.TESTING;
            case FIX_NEEDS_BUILD -> failedIn = CardState.BUILD_FAILED;
            case FIX_NEEDS_DEPLOY -> {
                failedIn = CardState.VERIFYING;
                deploy = true;
            }
            case FAILED_WHILE_FIXING -> {
                failedIn = CardState.TESTING;
                previousState = CardState.ERROR_FIXING;
            }
            case FAILED_ELSEWHERE -> {
                failedIn = CardState.CODING;
                previousState = CardState.CODING;
            }
        }
        return this;
    }

    /** Facts under which a guard that can fail does. */
    CardSeed unfit(Guard guard) {
        if (guard == Guard.NO_DEPLOY_CONFIGURED) {
            deploy = true;
        }
        return this;
    }
}
