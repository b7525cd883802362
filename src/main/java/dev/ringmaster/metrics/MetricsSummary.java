package dev.ringmaster.metrics;

import java.math.BigDecimal;

import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

import io.vertx.mutiny.sqlclient.Row;

/**
 * Sums over a set of runs. Iterations and sessions count when they end, tokens and money when they are spent.
 *
 * @param sessions runs that have ended, of those that an agent has worked in
 * @param successfulSessions those that ended as completed
 * @param inputTokens uncached input only
 * @param costUsd what the platforms reported, and the price table's estimate where they reported none
 * @param reportedCostUsd what the platforms reported
 * @param estimatedCostUsd what the price table says about all tokens it has a price for
 * @param unpricedTokens tokens without any price: not part of {@code costUsd}, and not free
 * @param successRate 0 to 1; 0 without sessions
 */
@Type("MetricsSummary")
public record MetricsSummary(int sessions, int successfulSessions, int iterations, long inputTokens,
        long cacheCreationInputTokens, long cacheReadInputTokens, long outputTokens, @NonNull BigDecimal costUsd,
        @NonNull BigDecimal reportedCostUsd, @NonNull BigDecimal estimatedCostUsd, long unpricedTokens,
        long durationSeconds, double successRate) {

    /** The columns that {@link #from} reads, summed over rows of {@code usage_rollup}. */
    static final String SUMS = """
            coalesce(sum(sessions), 0)::int as sessions, coalesce(sum(successful_sessions), 0)::int as successful_sessions,
            coalesce(sum(iterations), 0)::int as iterations, coalesce(sum(duration_ms), 0)::bigint as duration_ms,
            coalesce(sum(input_tokens), 0)::bigint as input_tokens,
            coalesce(sum(cache_creation_input_tokens), 0)::bigint as cache_creation_input_tokens,
            coalesce(sum(cache_read_input_tokens), 0)::bigint as cache_read_input_tokens,
            coalesce(sum(output_tokens), 0)::bigint as output_tokens, coalesce(sum(cost_usd), 0) as cost_usd,
            coalesce(sum(reported_cost_usd), 0) as reported_cost_usd,
            coalesce(sum(estimated_cost_usd), 0) as estimated_cost_usd,
            coalesce(sum(unpriced_tokens), 0)::bigint as unpriced_tokens""";

    static MetricsSummary from(Row row) {
        int sessions = row.getInteger("sessions");
        int successful = row.getInteger("successful_sessions");
        return new MetricsSummary(sessions, successful, row.getInteger("iterations"), row.getLong("input_tokens"),
                row.getLong("cache_creation_input_tokens"), row.getLong("cache_read_input_tokens"),
                row.getLong("output_tokens"), row.getBigDecimal("cost_usd"), row.getBigDecimal("reported_cost_usd"),
                row.getBigDecimal("estimated_cost_usd"), row.getLong("unpriced_tokens"),
                row.getLong("duration_ms") / 1000, sessions == 0 ? 0 : (double) successful / sessions);
    }
}
