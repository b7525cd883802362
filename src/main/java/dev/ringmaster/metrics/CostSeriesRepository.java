package dev.ringmaster.metrics;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.metrics.MetricsRepository.Group;
import dev.ringmaster.support.RingmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

/** Costs over time. Buckets without any are there too, with zeros, so that a chart has no holes. Times are UTC. */
@ApplicationScoped
class CostSeriesRepository {

    private static final int MOST_POINTS = 2_000;

    private final Pool pool;

    CostSeriesRepository(Pool pool) {
        this.pool = pool;
    }

    /** One bucket. @param at its beginning */
    @Type("CostPoint")
    public record CostPoint(@NonNull Instant at, @NonNull BigDecimal costUsd, long inputTokens, long outputTokens,
            int sessions) {
    }

    /** The series of one group: all series of an answer have the same buckets. */
    @Type("CostSeries")
    public record CostSeries(@NonNull String key, @NonNull List<@NonNull CostPoint> points) {
    }

    /** @throws RingmasterException VALIDATION for more than 2,000 buckets */
    Uni<List<CostPoint>> all(Bucket bucket, Period period, @Nullable UUID projectId) {
        return series("''", bucket, period, projectId).map(series -> series.isEmpty() ? List.of()
                : series.getFirst().points());
    }

    /** The same, divided; a group that used nothing has no series. */
    Uni<List<CostSeries>> by(Group group, Bucket bucket, Period period, @Nullable UUID projectId) {
        return series(group.column, bucket, period, projectId)
                .map(series -> series.stream().filter(one -> !one.key().isEmpty() || group == Group.MODEL).toList());
    }

    private Uni<List<CostSeries>> series(String key, Bucket bucket, Period period, @Nullable UUID projectId) {
        demandFew(bucket, period);
        var unit = bucket.name().toLowerCase(java.util.Locale.ROOT);
        return pool.preparedQuery("""
                with used as (
                  select date_trunc('%1$s', at, 'UTC') as bucket, %2$s as key, sum(cost_usd) as cost_usd,
                      sum(input_tokens + cache_creation_input_tokens + cache_read_input_tokens)::bigint as input_tokens,
                      sum(output_tokens)::bigint as output_tokens, sum(sessions)::int as sessions
                  from usage_rollup
                  where grain = $3 and at >= $1 and at < $2 and ($4::uuid is null or project_id = $4)
                  group by 1, 2),
                keys as (select key, sum(cost_usd) as total from used group by 1
                  union all select '', 0 where not exists (select 1 from used))
                select k.key, b.bucket as at, coalesce(u.cost_usd, 0) as cost_usd,
                    coalesce(u.input_tokens, 0) as input_tokens, coalesce(u.output_tokens, 0) as output_tokens,
                    coalesce(u.sessions, 0) as sessions
                from keys k
                cross join generate_series(date_trunc('%1$s', $1::timestamptz, 'UTC'), $2::timestamptz - interval '1 ms',
                  interval '1 %1$s') b (bucket)
                left join used u on u.bucket = b.bucket and u.key = k.key
                order by k.total desc, k.key, b.bucket""".formatted(unit, key))
                .execute(Tuple.of(Period.sql(period.from()), Period.sql(period.to()),
                        bucket == Bucket.HOUR || !period.isDays() ? "HOUR" : "DAY", projectId))
                .map(CostSeriesRepository::grouped);
    }

    private static void demandFew(Bucket bucket, Period period) {
        var width = switch (bucket) {
            case HOUR -> Duration.ofHours(1);
            case DAY -> Duration.ofDays(1);
            case WEEK -> Duration.ofDays(7);
        };
        var points = period.length().dividedBy(width);
        if (points > MOST_POINTS) {
            throw RingmasterException.invalid("From " + period.from() + " to " + period.to() + " there are " + points
                    + " buckets of a " + bucket + "; at most " + MOST_POINTS
                    + " are given. Choose a shorter time or wider ones.");
        }
    }

    private static List<CostSeries> grouped(RowSet<Row> rows) {
        var series = new LinkedHashMap<String, List<CostPoint>>();
        rows.forEach(row -> series.computeIfAbsent(row.getString("key"), key -> new ArrayList<>())
                .add(new CostPoint(row.getOffsetDateTime("at").toInstant(), row.getBigDecimal("cost_usd"),
                        row.getLong("input_tokens"), row.getLong("output_tokens"), row.getInteger("sessions"))));
        return series.entrySet().stream().map(one -> new CostSeries(one.getKey(), List.copyOf(one.getValue()))).toList();
    }
}
