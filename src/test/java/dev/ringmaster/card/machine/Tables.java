package dev.ringmaster.card.machine;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.workflow.Action;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

/** The machine's tables as a test writes and reads them, past the code under test. */
@ApplicationScoped
class Tables {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Pool pool;

    Tables(Pool pool) {
        this.pool = pool;
    }

    void empty() {
        pool.query("truncate project cascade").execute().await().atMost(PATIENCE);
    }

    CardSeed insert(CardSeed seed) {
        rows("""
                insert into project (id, name, repository_path, default_branch, max_iterations, max_runtime_seconds,
                    max_cost_usd, build_enabled, deploy_enabled)
                values ($1, 'Shop', '/nowhere', 'main', 5, 600, 5, $2, $3)""", seed.projectId, seed.build, seed.deploy);
        rows("""
                insert into card (id, project_id, number, title, task_prompt, subscription, state, previous_state, failed_in,
                    error_count, max_retries, base_commit, head_commit, deploy_synced, health_passed, attention_reason,
                    attention_message, attention_since)
                values ($1, $2, 1, 'A card', $3, 'demo', $4, $5, $6, $7, $8, $9, $10, $11, $12, 'LIMIT_REACHED', 'old', now())""",
                seed.cardId, seed.projectId, seed.taskPrompt, seed.state.name(),
                seed.previousState == null ? null : seed.previousState.name(),
                seed.failedIn == null ? null : seed.failedIn.name(), seed.errorCount, seed.maxRetries, "a".repeat(40),
                seed.headCommit == null ? "a".repeat(40) : seed.headCommit, seed.synced, seed.healthy);
        rows("insert into card_error (card_id, category, message, source_state) values ($1, 'OLD', 'old', 'CODING')",
                seed.cardId);
        if (seed.criteria) {
            rows("insert into acceptance_criterion (card_id, position, description) values ($1, 0, 'is fast')", seed.cardId);
        }
        return seed;
    }

    Row card(UUID cardId) {
        return one("select * from card where id = $1", cardId);
    }

    List<Row> transitions(UUID cardId) {
        return rows("select * from card_transition where card_id = $1 order by id", cardId);
    }

    List<Row> actions(UUID cardId) {
        return rows("select * from card_action where card_id = $1 order by id", cardId);
    }

    List<Row> errors(UUID cardId) {
        return rows("select * from card_error where card_id = $1 order by at", cardId);
    }

    /** A transition as a server leaves it that dies right after the commit: rows, and no doorbell. */
    long transition(CardSeed seed, Action... actions) {
        long id = one("""
                insert into card_transition (card_id, from_state, to_state, trigger, actor)
                values ($1, 'DRAFT', $2, 'START_CODING', 'ann') returning id""", seed.cardId, seed.state.name()).getLong("id");
        for (var action : actions) {
            rows("insert into card_action (card_id, transition_id, action) values ($1, $2, $3)", seed.cardId, id,
                    action.name());
        }
        return id;
    }

    Row action(long transitionId, Action action) {
        return one("""
                select *, extract(epoch from next_attempt_at - now())::float8 as wait,
                    extract(epoch from lease_until - now())::float8 as lease
                from card_action where transition_id = $1 and action = $2""", transitionId, action.name());
    }

    String state(long transitionId, Action action) {
        return Objects.requireNonNull(action(transitionId, action).getString("state"));
    }

    Row one(String sql, @Nullable Object... values) {
        var rows = rows(sql, values);
        if (rows.size() != 1) {
            throw new AssertionError(rows.size() + " rows for " + sql);
        }
        return rows.getFirst();
    }

    List<Row> rows(String sql, @Nullable Object... values) {
        return pool.preparedQuery(sql).execute(Tuple.from(values)).await().atMost(PATIENCE).stream().toList();
    }
}
