package dev.ringmaster.project;

import java.util.List;

import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;

import io.smallrye.graphql.api.Nullable;

/**
 * What a person says about a project. Null means "the default" for a new project and "unchanged" for an existing one; a
 * blank text takes an optional value away.
 */
@Input("ProjectInput")
public record ProjectInput(
        @Nullable String name,
        @Nullable String description,
        @Nullable String repositoryUrl,
        @Nullable String repositoryPath,
        @Nullable String defaultBranch,
        @Nullable List<@NonNull String> techStack,
        @Nullable String codingConventions,
        @Nullable String setupCommand,
        @Nullable String checkCommand,
        @Nullable Boolean buildEnabled,
        @Nullable Boolean deployEnabled,
        @Nullable Boolean mergeOnCompletion,
        @Nullable Boolean autoApprovePlan,
        @Nullable Boolean autoApproveReview,
        @Nullable String subscription,
        @Nullable LoopLimitsInput defaults,
        @Nullable LimitPolicy onUsageLimit) {
}
