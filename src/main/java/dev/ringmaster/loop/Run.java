package dev.ringmaster.loop;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.journal.RunFence;
import dev.ringmaster.loop.rules.Stage;
import dev.ringmaster.loop.rules.StopReason;
import dev.ringmaster.project.LoopLimits;
import io.vertx.mutiny.sqlclient.Row;

/**
 * One run of the agent loop for a card.
 *
 * @param iteration the number of the newest iteration, 0 before the first
 * @param unpricedTokens tokens without any price: not part of {@code costUsd}, and not free
 * @param parkedUntil when a parked run goes on by itself; null when a person has to say so
 * @param lastSeq the sequence number of the newest journal row
 * @param message why it ended or waits, in words
 */
@Type("Run")
public record Run(@Id @NonNull UUID id, @Id @NonNull UUID cardId, @NonNull RunState state,
        @Nullable StopReason stopReason, @NonNull String platform, @NonNull String subscription, @Nullable String model,
        int iteration, long inputTokens, long cacheCreationInputTokens, long cacheReadInputTokens, long outputTokens,
        @NonNull BigDecimal costUsd, long unpricedTokens, @NonNull LoopLimits limits, @Nullable Instant parkedUntil,
        @Nullable String message, long lastSeq, @NonNull Instant queuedAt, @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Ignore Lease lease) {

    /**
     * What only the workers look at.
     *
     * @param restedAfter the iteration after which the run last waited, 0 if it never has
     * @param trace what it does belongs to this trace; null when nothing is traced
     */
    public record Lease(Stage stage, @Nullable String owner, long epoch, boolean pauseRequested, boolean stopRequested,
            boolean clean, int restedAfter, @Nullable String trace) {
    }

    public Stage stage() {
        return lease.stage();
    }

    /** What follows from it goes on in this trace. */
    public @Nullable String trace() {
        return lease.trace();
    }

    /** @throws IllegalStateException when nobody has claimed the run */
    public RunFence fence() {
        if (lease.owner() == null) {
            throw new IllegalStateException("run " + id + " has no owner");
        }
        return new RunFence(id, lease.owner(), lease.epoch());
    }

    static Run from(Row row) {
        var stopReason = row.getString("stop_reason");
        return new Run(row.getUUID("id"), row.getUUID("card_id"), RunState.valueOf(row.getString("state")),
                stopReason == null ? null : StopReason.valueOf(stopReason), row.getString("platform"),
                row.getString("subscription"), row.getString("model"), row.getInteger("iteration"),
                row.getLong("input_tokens"), row.getLong("cache_creation_input_tokens"),
                row.getLong("cache_read_input_tokens"), row.getLong("output_tokens"), row.getBigDecimal("cost_usd"),
                row.getLong("unpriced_tokens"),
                new LoopLimits(row.getInteger("max_iterations"), row.getInteger("max_runtime_seconds"),
                        row.getBigDecimal("max_cost_usd")),
                instant(row, "parked_until"), row.getString("message"), row.getLong("last_seq"),
                row.getOffsetDateTime("queued_at").toInstant(), instant(row, "started_at"), instant(row, "ended_at"),
                new Lease(Stage.valueOf(row.getString("stage")), row.getString("owner"), row.getLong("epoch"),
                        row.getBoolean("pause_requested"), row.getBoolean("stop_requested"), row.getBoolean("clean"),
                        row.getInteger("rested_after"), row.getString("trace_parent")));
    }

    static @Nullable Instant instant(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
