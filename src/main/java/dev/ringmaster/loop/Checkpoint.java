package dev.ringmaster.loop;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.workspace.FileChange;

/**
 * What is needed to go on after an iteration.
 *
 * @param operation what it was saved before; null where it was saved at the iteration's end
 */
@Type("Checkpoint")
public record Checkpoint(@Ignore UUID cardId, @Ignore UUID runId, int iteration, @Nullable String agentSessionId,
        @NonNull String lastPrompt, @Nullable String lastResponseSummary, @NonNull List<@NonNull FileChange> fileChanges,
        @Nullable String commitSha, @Nullable CheckpointOperation operation, @NonNull Instant createdAt) {

    public Checkpoint {
        fileChanges = List.copyOf(fileChanges);
    }
}
