package dev.ringmaster.journal;

import java.math.BigDecimal;
import java.time.Instant;

import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** One row of a run's journal. {@code seq} is gapless per run and starts at 1. */
public record RunEvent(long seq, int iteration, @NonNull Instant at, @NonNull RunEventKind kind,
        @Nullable String parentToolId, @Nullable String text, @Nullable String toolId, @Nullable String toolName,
        @Nullable String toolInput, @Nullable String toolOutput, @Nullable @Name("isError") Boolean isError,
        @Nullable String path,
        @Nullable Long inputTokens, @Nullable Long outputTokens, @Nullable BigDecimal costUsd,
        @Nullable Instant resetsAt) {
}
