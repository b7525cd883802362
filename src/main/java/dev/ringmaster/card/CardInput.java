package dev.ringmaster.card;

import java.util.List;

import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;

import dev.ringmaster.project.LimitPolicy;
import dev.ringmaster.project.LoopLimitsInput;
import io.smallrye.graphql.api.Nullable;

/**
 * What a person says about a card. Null means "the default" for a new card and "unchanged" for an existing one; a blank
 * text takes an optional value away. The {@code Nullable} is SmallRye's: without it a list of non-null elements becomes
 * non-null
 * itself.
 */
@Input("CardInput")
public record CardInput(
        @Id @Nullable String projectId,
        @Nullable String title,
        @Nullable String description,
        @Nullable String taskPrompt,
        @Nullable List<@NonNull String> labels,
        @Nullable Integer priority,
        @Nullable List<@NonNull String> acceptanceCriteria,
        @Nullable Integer maxRetries,
        @Nullable String subscription,
        @Nullable LoopLimitsInput limits,
        @Nullable LimitPolicy onUsageLimit) {
}
