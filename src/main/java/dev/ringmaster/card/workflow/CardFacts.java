package dev.ringmaster.card.workflow;

import org.jspecify.annotations.Nullable;

/**
 * What the guards may look at: read from the locked card row and its project, never taken from a caller.
 *
 * @param hasGeneratedCode the branch has at least one commit beyond its base
 * @param failedIn where the failure happened that is being fixed or that ended the card
 * @param previousState the state before the present one
 */
public record CardFacts(boolean hasTaskPrompt, boolean hasAcceptanceCriteria, boolean hasGeneratedCode, int errorCount,
        int maxRetries, boolean buildConfigured, boolean deployConfigured, boolean autoApprovePlan,
        boolean autoApproveReview, boolean deploySynced, boolean healthPassed, @Nullable CardState failedIn,
        @Nullable CardState previousState) {

    boolean underRetryLimit() {
        return errorCount < maxRetries;
    }

    boolean failedInPhase(Phase phase) {
        return failedIn != null && failedIn.phase() == phase;
    }
}
