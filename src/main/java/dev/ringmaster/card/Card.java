package dev.ringmaster.card;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.card.workflow.Phase;
import dev.ringmaster.project.LimitPolicy;
import dev.ringmaster.project.LoopLimitsInput;

/**
 * One unit of work, as its row in the table {@code card} stood when it was read.
 *
 * @param number counts the cards of a project from 1, without gaps
 * @param priority 0 (most urgent) to 4
 * @param failedIn the state the card failed in: the way back out of ERROR_FIXING and FAILED
 * @param subscription the name of the subscription it wants; null for the project's
 * @param ownLimits its own wishes; what holds in the end is these over the project's
 * @param onUsageLimit what its runs do at a usage limit; null for what the project says
 * @param deploySynced whether the present deploy has been synced
 * @param healthPassed whether the present deploy has passed its health checks
 * @param version goes up with every change that a person makes; such a change must name the version it was made on
 * @param revision goes up with every change that anybody may see: what feeds compare
 */
@Type("Card")
public record Card(
        @Id @NonNull UUID id,
        @Id @NonNull UUID projectId,
        int number,
        @NonNull String title,
        @Nullable String description,
        @NonNull String taskPrompt,
        @NonNull List<@NonNull String> labels,
        int priority,
        @Nullable String plan,
        @NonNull CardState state,
        @Nullable CardState previousState,
        @NonNull Instant stateChangedAt,
        @Ignore @Nullable CardState failedIn,
        int errorCount,
        int maxRetries,
        @Nullable String subscription,
        @Ignore LoopLimitsInput ownLimits,
        @Nullable LimitPolicy onUsageLimit,
        @Nullable String branch,
        @Nullable String worktreePath,
        @Ignore @Nullable String baseCommit,
        @Ignore @Nullable String headCommit,
        @Nullable String pullRequestUrl,
        @Ignore boolean deploySynced,
        @Ignore boolean healthPassed,
        @Nullable Attention attention,
        int version,
        @Ignore long revision,
        @NonNull Instant createdAt,
        @NonNull Instant updatedAt) {

    public Card {
        labels = List.copyOf(labels);
    }

    /** Named like a bean property because GraphQL publishes it as a field. */
    public @NonNull Phase getPhase() {
        return state.phase();
    }
}
