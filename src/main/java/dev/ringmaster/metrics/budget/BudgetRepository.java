package dev.ringmaster.metrics.budget;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.metrics.Period;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** Budgets as rows, and sums of what counts against them, as committed now by all servers. */
@ApplicationScoped
class BudgetRepository {

    record Spent(BigDecimal costUsd, long tokens) {

        static final Spent NOTHING = new Spent(BigDecimal.ZERO, 0);
    }

    /** @param used 0 to 1 */
    record Window(String name, double used, @Nullable Instant resetsAt) {
    }

    private final Pool pool;

    BudgetRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<List<Budget>> all() {
        return pool.query("select * from budget order by scope, subject, period").execute()
                .map(rows -> rows.stream().map(BudgetRepository::budget).toList());
    }

    Uni<Void> set(SqlClient client, Budget budget, String by) {
        return client.preparedQuery("""
                insert into budget (scope, subject, period, max_cost_usd, max_tokens, set_by) values ($1, $2, $3, $4, $5, $6)
                on conflict (scope, subject, period) do update set max_cost_usd = excluded.max_cost_usd,
                  max_tokens = excluded.max_tokens, set_by = excluded.set_by, set_at = now()""")
                .execute(Tuple.of(budget.scope().name(), budget.subject(), budget.period().name(), budget.maxCostUsd(),
                        budget.maxTokens(), by))
                .replaceWithVoid();
    }

    /** Whether there was one. */
    Uni<Boolean> remove(BudgetScope scope, String subject, BudgetPeriod period) {
        return pool.preparedQuery("delete from budget where scope = $1 and subject = $2 and period = $3")
                .execute(Tuple.of(scope.name(), subject, period.name())).map(rows -> rows.rowCount() > 0);
    }

    Uni<Spent> ofRun(UUID runId) {
        return pool.preparedQuery("""
                select cost_usd as cost,
                    input_tokens + cache_creation_input_tokens + cache_read_input_tokens + output_tokens as tokens
                from run where id = $1""").execute(Tuple.of(runId)).map(BudgetRepository::spent);
    }

    Uni<Spent> ofCard(UUID cardId) {
        return pool.preparedQuery("""
                select coalesce(sum(cost_usd), 0) as cost, coalesce(sum(input_tokens + cache_creation_input_tokens
                    + cache_read_input_tokens + output_tokens), 0)::bigint as tokens
                from run where card_id = $1""").execute(Tuple.of(cardId)).map(BudgetRepository::spent);
    }

    Uni<Spent> ofProject(UUID projectId, Period period) {
        return rollup("project_id = $5", period, projectId);
    }

    Uni<Spent> ofSubscription(String subscription, Period period) {
        return rollup("subscription = $5", period, subscription);
    }

    private Uni<Spent> rollup(String which, Period period, Object subject) {
        return pool.preparedQuery("""
                select coalesce(sum(cost_usd), 0) as cost, coalesce(sum(input_tokens + cache_creation_input_tokens
                    + cache_read_input_tokens + output_tokens), 0)::bigint as tokens
                from usage_rollup where %s and (%s)""".formatted(which, Period.WITHIN))
                .execute(period.bounds().addValue(subject)).map(BudgetRepository::spent);
    }

    /** True for the first one who asks about this run, budget and period. */
    Uni<Boolean> warn(UUID runId, BudgetState state) {
        return pool.preparedQuery("""
                insert into budget_warning (run_id, scope, subject, period, since) values ($1, $2, $3, $4, $5)
                on conflict do nothing""")
                .execute(Tuple.of(runId, state.budget().scope().name(), state.budget().subject(),
                        state.budget().period().name(),
                        Period.sql(state.since() == null ? Instant.EPOCH : state.since())))
                .map(rows -> rows.rowCount() > 0);
    }

    Uni<Void> see(String subscription, Window window) {
        return pool.preparedQuery("""
                insert into subscription_window (subscription, name, used, resets_at) values ($1, $2, $3, $4)
                on conflict (subscription, name) do update set used = excluded.used, resets_at = excluded.resets_at,
                  seen_at = now()""")
                .execute(Tuple.of(subscription, window.name(), window.used(),
                        window.resetsAt() == null ? null : Period.sql(window.resetsAt())))
                .replaceWithVoid();
    }

    /** Windows that have not been reset since. */
    Uni<List<Window>> windows(String subscription) {
        return pool.preparedQuery("""
                select name, used, resets_at from subscription_window
                where subscription = $1 and coalesce(resets_at, seen_at + interval '5 hours') > now() order by name""")
                .execute(Tuple.of(subscription))
                .map(rows -> rows.stream().map(row -> new Window(row.getString("name"), row.getDouble("used"),
                        row.getOffsetDateTime("resets_at") == null ? null
                                : row.getOffsetDateTime("resets_at").toInstant()))
                        .toList());
    }

    private static Spent spent(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Spent.NOTHING;
        }
        var row = rows.iterator().next();
        return new Spent(row.getBigDecimal("cost"), row.getLong("tokens"));
    }

    private static Budget budget(Row row) {
        return new Budget(BudgetScope.valueOf(row.getString("scope")), row.getString("subject"),
                BudgetPeriod.valueOf(row.getString("period")), row.getBigDecimal("max_cost_usd"),
                row.getLong("max_tokens"));
    }
}
