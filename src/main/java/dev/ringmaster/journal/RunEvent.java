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

    /** Roughly how much an event without words weighs in a message. */
    static final int FRAME = 200;

    /** Roughly how much it weighs in a message. */
    long chars() {
        return (long) FRAME + length(text) + length(toolInput) + length(toolOutput);
    }

    private static int length(@Nullable String value) {
        return value == null ? 0 : value.length();
    }

    /** Stands for the deleted rows from {@code first} to {@code last}. */
    static RunEvent gap(long first, long last, int iteration, Instant at) {
        return new RunEvent(first, iteration, at, RunEventKind.GAP, null,
                (last - first + 1) + " older events were deleted by retention", null, null, null, null, null, null, null,
                null, null, null);
    }
}
