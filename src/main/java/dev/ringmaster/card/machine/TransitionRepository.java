package dev.ringmaster.card.machine;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.workflow.CardFacts;
import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.card.workflow.Edge;
import dev.ringmaster.card.workflow.Trigger;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** The SQL of a transition: the facts, the move, its audit row. */
@ApplicationScoped
class TransitionRepository {

    private static final String STATUS = """
            select c.id, c.project_id, c.state, c.previous_state, c.failed_in, c.error_count, c.max_retries,
                   c.task_prompt <> '' as has_prompt, c.deploy_synced, c.health_passed,
                   c.head_commit is not null and c.head_commit <> c.base_commit as has_code,
                   exists (select 1 from acceptance_criterion a where a.card_id = c.id) as has_criteria,
                   p.build_enabled, p.deploy_enabled, p.auto_approve_plan, p.auto_approve_review
            from card c join project p on p.id = c.project_id
            """;

    /** Locks the card's row until the transaction ends. */
    Uni<Optional<CardStatus>> lock(SqlClient client, UUID cardId) {
        return client.preparedQuery(STATUS + " where c.id = $1 for update of c").execute(Tuple.of(cardId))
                .map(rows -> rows.iterator().hasNext() ? Optional.of(status(rows.iterator().next())) : Optional.empty());
    }

    Uni<List<CardStatus>> find(SqlClient client, List<UUID> cardIds) {
        return client.preparedQuery(STATUS + " where c.id = any ($1)").execute(Tuple.of(cardIds.toArray(UUID[]::new)))
                .map(rows -> rows.stream().map(TransitionRepository::status).toList());
    }

    Uni<Boolean> hasFired(SqlClient client, String firedBy) {
        return client.preparedQuery("select 1 from card_transition where fired_by = $1").execute(Tuple.of(firedBy))
                .map(rows -> rows.size() > 0);
    }

    /** Moves the locked card. Retries are counted on the way into fixing and forgotten when a person starts over. */
    Uni<Void> move(SqlClient client, UUID cardId, Edge edge, Attentions.@Nullable Ask ask) {
        var fixing = edge.to() == CardState.ERROR_FIXING && edge.trigger() != Trigger.RETRY;
        var startOver = edge.trigger() == Trigger.RETRY || edge.to() == CardState.DRAFT
                || edge.to() == CardState.COMPLETED;
        return client.preparedQuery("""
                update card
                set state = $2, previous_state = state,
                    state_changed_at = case when state = $2 then state_changed_at else now() end,
                    failed_in = case when $3 then state
                                     when $2 in ('ERROR_FIXING', 'FAILED') then coalesce(failed_in, state)
                                     else null end,
                    error_count = case when $4 then 0 when $3 then error_count + 1 else error_count end,
                    deploy_synced = deploy_synced and $2 not in ('DEPLOY_QUEUE', 'BUILD_QUEUE', 'DRAFT'),
                    health_passed = health_passed and $2 not in ('DEPLOY_QUEUE', 'BUILD_QUEUE', 'DRAFT'),
                    attention_reason = $5, attention_message = $6,
                    attention_since = case when $5::text is null then null else now() end
                where id = $1""").execute(Tuple.from(new Object[] { cardId, edge.to().name(), fixing, startOver,
                ask == null ? null : ask.reason(), ask == null ? null : ask.message() }))
                .replaceWithVoid();
    }

    /** Errors stay open until their fix got through, or somebody started over. */
    Uni<Void> resolveErrors(SqlClient client, UUID cardId) {
        return client.preparedQuery("update card_error set resolved = true where card_id = $1 and not resolved")
                .execute(Tuple.of(cardId)).replaceWithVoid();
    }

    /** What went wrong when the worktree was made, as the card came to its present state. */
    Uni<Void> resolveSetup(SqlClient client, UUID cardId) {
        return client.preparedQuery("""
                update card_error set resolved = true
                where transition_id = (select max(id) from card_transition where card_id = $1)
                  and category in ('SETUP', 'WORKTREE', 'ACTION')""").execute(Tuple.of(cardId)).replaceWithVoid();
    }

    Uni<Long> record(SqlClient client, Edge edge, TriggerRequest request) {
        return client.preparedQuery("""
                insert into card_transition (card_id, from_state, to_state, trigger, actor, reason, fired_by)
                values ($1, $2, $3, $4, $5, $6, $7) returning id""")
                .execute(Tuple.from(new Object[] { request.cardId(), edge.from().name(), edge.to().name(),
                        edge.trigger().name(), request.actor(), request.reason(), request.firedBy() }))
                .map(rows -> rows.iterator().next().getLong("id"));
    }

    Uni<Void> recordFailure(SqlClient client, UUID cardId, long transitionId, CardState source,
            TriggerRequest.Failure failure) {
        return client.preparedQuery("""
                insert into card_error (card_id, transition_id, category, message, context, source_state, head_commit)
                select $1, $2, $3, $4, $5, $6, c.head_commit from card c where c.id = $1
                on conflict (transition_id, category) do nothing""")
                .execute(Tuple.of(cardId, transitionId, failure.category(), failure.message(), failure.context(),
                        source.name()))
                .replaceWithVoid();
    }

    /** Shows a person that something is needed, without moving the card. */
    Uni<Void> ask(SqlClient client, UUID cardId, String reason, String message) {
        return client.preparedQuery("""
                update card set attention_reason = $2, attention_message = $3, attention_since = now()
                where id = $1""").execute(Tuple.of(cardId, reason, message)).replaceWithVoid();
    }

    /** Asks for what an action needs before it can go on, unless something else is asked already. @return whether it changed */
    Uni<Boolean> askToGoOn(SqlClient client, UUID cardId, String reason, String message) {
        return client.preparedQuery("""
                update card set attention_reason = $2, attention_message = $3, attention_since = now()
                where id = $1 and (attention_reason is null
                                   or attention_reason in ('LOGIN_NEEDED', 'ACTION_FAILED')
                                      and (attention_reason <> $2
                                           or attention_reason = 'LOGIN_NEEDED' and attention_message <> $3))""")
                .execute(Tuple.of(cardId, reason, message)).map(rows -> rows.rowCount() > 0);
    }

    /**
     * Takes back what {@link #askToGoOn} asked; where a loop works, a login is the loop's to ask for. Of an action that was
     * given
     * up nothing is taken back: no other one of its transition is done after it.
     */
    Uni<Boolean> askNoLonger(SqlClient client, UUID cardId) {
        return client.preparedQuery("""
                update card set attention_reason = null, attention_message = null, attention_since = null
                where id = $1
                  and (attention_reason = 'ACTION_FAILED'
                       or attention_reason = 'LOGIN_NEEDED' and state not in ('PLANNING', 'CODING', 'ERROR_FIXING'))""")
                .execute(Tuple.of(cardId)).map(rows -> rows.rowCount() > 0);
    }

    private static CardStatus status(Row row) {
        return new CardStatus(row.getUUID("id"), row.getUUID("project_id"), CardState.valueOf(row.getString("state")),
                new CardFacts(row.getBoolean("has_prompt"), row.getBoolean("has_criteria"), row.getBoolean("has_code"),
                        row.getInteger("error_count"), row.getInteger("max_retries"), row.getBoolean("build_enabled"),
                        row.getBoolean("deploy_enabled"), row.getBoolean("auto_approve_plan"),
                        row.getBoolean("auto_approve_review"), row.getBoolean("deploy_synced"),
                        row.getBoolean("health_passed"), state(row.getString("failed_in")),
                        state(row.getString("previous_state"))));
    }

    private static @Nullable CardState state(@Nullable String name) {
        return name == null ? null : CardState.valueOf(name);
    }
}
