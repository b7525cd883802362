package dev.ringmaster.project;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;
import org.jspecify.annotations.Nullable;

/**
 * A git repository Ringmaster works on, with its defaults.
 *
 * @param repositoryPath absolute, on this server
 * @param setupCommand run once in each new worktree, by a shell; null for none
 * @param checkCommand must exit 0 before a card counts as done, run by a shell; null for none
 * @param subscription the name of the subscription its cards use unless they say otherwise; null for any
 * @param onUsageLimit what its cards' runs do at a usage limit unless they say otherwise
 * @param defaults the limits of its cards' loops unless they say otherwise
 * @param trustRepository whether agents obey the settings, hooks and servers that the repository holds for them; set by admins
 * @param version goes up with every change; a change must name the version it was made on
 */
@Type("Project")
public record Project(
        @Id @NonNull UUID id,
        @NonNull String name,
        @Nullable String description,
        @Nullable String repositoryUrl,
        @NonNull String repositoryPath,
        @NonNull String defaultBranch,
        @NonNull List<@NonNull String> techStack,
        @Nullable String codingConventions,
        @Nullable String setupCommand,
        @Nullable String checkCommand,
        boolean buildEnabled,
        boolean deployEnabled,
        boolean mergeOnCompletion,
        boolean autoApprovePlan,
        boolean autoApproveReview,
        @Nullable String subscription,
        @NonNull LimitPolicy onUsageLimit,
        @NonNull LoopLimits defaults,
        boolean trustRepository,
        int version,
        @NonNull Instant createdAt,
        @NonNull Instant updatedAt) {

    public Project {
        techStack = List.copyOf(techStack);
    }
}
