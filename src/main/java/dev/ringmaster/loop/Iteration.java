package dev.ringmaster.loop;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.loop.rules.PastIteration;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;

/**
 * One agent process from start to exit, and what it did.
 *
 * @param number counts from 1 within its run
 * @param outcome a name of {@link IterationOutcome}; null while it works
 * @param filesChanged files that differ between its beginning and its end
 * @param unpricedTokens tokens without any price: not part of {@code costUsd}, and not free
 * @param sandboxed whether its agent ran in a sandbox; null where nobody has noted it
 * @param message what went wrong, or which evidence was missing
 */
@Type("Iteration")
public record Iteration(@Ignore UUID runId, int number, @Nullable String agentSessionId, @NonNull Instant startedAt,
        @Nullable Instant endedAt, @Nullable Integer exitCode, @Nullable String outcome,
        @Nullable String commitSha, int filesChanged, long inputTokens, long cacheCreationInputTokens,
        long cacheReadInputTokens, long outputTokens, @NonNull BigDecimal costUsd, long unpricedTokens,
        @Nullable String message, @NonNull String prompt, @Nullable Boolean sandboxed, @Ignore Trace trace) {

    /**
     * What only the workers look at.
     *
     * @param systemPrompt what the platform took apart from the prompt
     * @param promptSections as {@link PromptSection#sizes} wrote them; null for iterations from before they were kept
     * @param condenses the hash of the piece of history that it condenses; null where it works on the card
     */
    public record Trace(@Nullable String runnerHandle, long stdoutOffset, long stderrOffset,
            @Nullable String resumedSessionId, @Nullable String responseSummary, @Nullable Instant resetsAt,
            @Nullable String platform, @Nullable String subscription, @Nullable String systemPrompt,
            @Nullable JsonArray promptSections, @Nullable String condenses) {
    }

    /** Whether it condenses the card's history rather than works on the card. */
    public boolean condensing() {
        return trace.condenses() != null;
    }

    /** Whether its agent's session can be found by an agent of this account. */
    public boolean workedOn(String platform, String subscription) {
        return platform.equals(trace.platform()) && subscription.equals(trace.subscription());
    }

    /** @throws IllegalStateException while it is not finished */
    public PastIteration past() {
        if (outcome == null || endedAt == null) {
            throw new IllegalStateException("iteration " + number + " of run " + runId + " is not finished");
        }
        return new PastIteration(number, IterationOutcome.valueOf(outcome),
                trace.stdoutOffset() + trace.stderrOffset() > 0, filesChanged > 0,
                Duration.between(startedAt, endedAt), message,
                trace.resetsAt());
    }

    static Iteration from(Row row) {
        return new Iteration(row.getUUID("run_id"), row.getInteger("number"), row.getString("agent_session_id"),
                row.getOffsetDateTime("started_at").toInstant(), Run.instant(row, "ended_at"), row.getInteger("exit_code"),
                row.getString("outcome"), row.getString("commit_sha"),
                row.getInteger("files_changed"), row.getLong("input_tokens"), row.getLong("cache_creation_input_tokens"),
                row.getLong("cache_read_input_tokens"), row.getLong("output_tokens"), row.getBigDecimal("cost_usd"),
                row.getLong("unpriced_tokens"), row.getString("message"), row.getString("prompt"), row.getBoolean("sandboxed"),
                new Trace(row.getString("runner_handle"), row.getLong("stdout_offset"), row.getLong("stderr_offset"),
                        row.getString("resumed_session_id"), row.getString("response_summary"),
                        Run.instant(row, "resets_at"), row.getString("platform"), row.getString("subscription"),
                        row.getString("system_prompt"), row.getJsonArray("prompt_sections"), row.getString("condenses")));
    }
}
