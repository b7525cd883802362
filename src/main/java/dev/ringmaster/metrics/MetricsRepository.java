package dev.ringmaster.metrics;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;
import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * Sums over what runs have used. Long periods come out of the rollup: full days by day, the rest by hour. Cards are summed
 * from their own iterations, which are few.
 */
@ApplicationScoped
class MetricsRepository {

    /** Parameters 1 to 4 are the bounds of a {@link Period}; 5 is a project or null for all. */
    private static final String WITHIN = "(" + Period.WITHIN + ") and ($5::uuid is null or project_id = $5)";

    private final Pool pool;

    MetricsRepository(Pool pool) {
        this.pool = pool;
    }

    /** What the sums can be divided by. */
    enum Group {
        PROJECT("project_id::text"),
        PLATFORM("platform"),
        SUBSCRIPTION("subscription"),
        MODEL("model");

        final String column;

        Group(String column) {
            this.column = column;
        }
    }

    /** The sums of one group. @param platform of any of its runs */
    record Part(String key, String platform, MetricsSummary summary) {
    }

    /** A card with what its runs have used in all. */
    @Type("CardMetrics")
    public record CardMetrics(@NonNull UUID cardId, int number, @NonNull String title, @NonNull String state,
            @NonNull MetricsSummary summary) {
    }

    /** How long cards were in a state, within a period. */
    @Type("StateTime")
    public record StateTime(@NonNull String state, int cards, int visits, long totalSeconds, long medianSeconds) {
    }

    Uni<MetricsSummary> summary(Period period, @Nullable UUID projectId) {
        return pool.preparedQuery("select " + MetricsSummary.SUMS + " from usage_rollup where " + WITHIN)
                .execute(bounds(period, projectId)).map(rows -> MetricsSummary.from(rows.iterator().next()));
    }

    /** The most expensive first. */
    Uni<List<Part>> by(Group group, Period period, @Nullable UUID projectId) {
        var platform = group == Group.SUBSCRIPTION ? "platform" : "max(platform) as platform";
        var keys = group == Group.SUBSCRIPTION ? "subscription, platform" : group.column;
        return pool.preparedQuery("select " + group.column + " as key, " + platform + ", " + MetricsSummary.SUMS
                + " from usage_rollup where " + WITHIN + " group by " + keys + " order by cost_usd desc, key")
                .execute(bounds(period, projectId))
                .map(rows -> rows.stream().map(row -> new Part(row.getString("key"), row.getString("platform"),
                        MetricsSummary.from(row))).toList());
    }

    private static Tuple bounds(Period period, @Nullable UUID projectId) {
        return period.bounds().addValue(projectId);
    }

    /** Cards with what they have used, each that is asked for. */
    Uni<List<CardMetrics>> ofCards(List<UUID> cardIds) {
        return cards("c.id = any ($1)", "true", "array_position($1, c.id)", Tuple.of(cardIds.toArray(UUID[]::new)));
    }

    /** A card with what its runs and iterations that began within a period have used. */
    Uni<Optional<MetricsSummary>> ofCard(UUID cardId, @Nullable UUID projectId, Period period) {
        return cards("c.id = $1 and ($2::uuid is null or c.project_id = $2)", "started_at >= $3 and started_at < $4", "c.id",
                Tuple.of(cardId, projectId, Period.sql(period.from()), Period.sql(period.to())))
                .map(found -> found.stream().map(CardMetrics::summary).findFirst());
    }

    /** The cards of a project that have run since a moment, the most expensive first. */
    Uni<List<CardMetrics>> ofProject(UUID projectId, @Nullable Instant from, int first) {
        return cards("c.project_id = $1 and exists (select 1 from run where card_id = c.id and"
                + " ($3::timestamptz is null or coalesce(ended_at, now()) >= $3)) ", "true", "cost_usd desc, c.id limit $2",
                Tuple.of(projectId, first, from == null ? null : Period.sql(from)));
    }

    /** @param when a condition on the beginning of runs and iterations */
    private Uni<List<CardMetrics>> cards(String which, String when, String order, Tuple parameters) {
        return pool.preparedQuery("""
                select c.id, c.number, c.title, c.state, coalesce(s.sessions, 0)::int as sessions,
                    coalesce(s.successful_sessions, 0)::int as successful_sessions,
                    coalesce(i.iterations, 0)::int as iterations, coalesce(i.duration_ms, 0)::bigint as duration_ms,
                    coalesce(i.input_tokens, 0)::bigint as input_tokens,
                    coalesce(i.cache_creation_input_tokens, 0)::bigint as cache_creation_input_tokens,
                    coalesce(i.cache_read_input_tokens, 0)::bigint as cache_read_input_tokens,
                    coalesce(i.output_tokens, 0)::bigint as output_tokens, coalesce(i.cost_usd, 0) as cost_usd,
                    coalesce(i.reported_cost_usd, 0) as reported_cost_usd,
                    coalesce(i.estimated_cost_usd, 0) as estimated_cost_usd,
                    coalesce(i.unpriced_tokens, 0)::bigint as unpriced_tokens
                from card c
                left join lateral (
                  select count(*) filter (where state = 'FINISHED' and started_at is not null) as sessions,
                      count(*) filter (where stop_reason = 'COMPLETED') as successful_sessions
                  from run where card_id = c.id and (%1$s)) s on true
                left join lateral (
                  select count(ended_at) as iterations, sum(duration_ms(i.started_at, i.ended_at)) as duration_ms,
                      sum(input_tokens) as input_tokens, sum(cache_creation_input_tokens) as cache_creation_input_tokens,
                      sum(cache_read_input_tokens) as cache_read_input_tokens, sum(output_tokens) as output_tokens,
                      sum(cost_usd) as cost_usd, sum(reported_cost_usd) as reported_cost_usd,
                      sum(estimated_cost_usd) as estimated_cost_usd, sum(unpriced_tokens) as unpriced_tokens
                  from iteration i where run_id in (select id from run where card_id = c.id) and (%1$s)) i on true
                where %2$s order by %3$s""".formatted(when, which, order)).execute(parameters)
                .map(rows -> rows.stream().map(MetricsRepository::card).toList());
    }

    private static CardMetrics card(Row row) {
        return new CardMetrics(row.getUUID("id"), row.getInteger("number"), row.getString("title"), row.getString("state"),
                MetricsSummary.from(row));
    }

    /** In the states of work and waiting; those a card ends in are no time spent. */
    Uni<List<StateTime>> timeInStates(@Nullable UUID projectId, Period period) {
        return pool.preparedQuery("""
                with moves as (
                  select t.card_id, t.id, t.to_state as state, t.at from card_transition t join card c on c.id = t.card_id
                  where $3::uuid is null or c.project_id = $3
                  union all
                  select id, 0, 'DRAFT', created_at from card where $3::uuid is null or project_id = $3),
                visits as (
                  select card_id, state, greatest(at, $1) as entered,
                      least(coalesce(lead(at) over (partition by card_id order by id), now()), $2) as left_at
                  from moves)
                select state, count(distinct card_id)::int as cards, count(*)::int as visits,
                    sum(extract(epoch from left_at - entered))::bigint as total,
                    (percentile_cont(0.5) within group (order by extract(epoch from left_at - entered)))::bigint as median
                from visits where left_at > entered and state not in ('COMPLETED', 'ARCHIVED', 'FAILED')
                group by state order by total desc""")
                .execute(Tuple.of(Period.sql(period.from()), Period.sql(period.to()), projectId))
                .map(rows -> rows.stream().map(row -> new StateTime(row.getString("state"), row.getInteger("cards"),
                        row.getInteger("visits"), row.getLong("total"), row.getLong("median"))).toList());
    }
}
