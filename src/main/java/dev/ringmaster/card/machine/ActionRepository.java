package dev.ringmaster.card.machine;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.workflow.Action;
import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.card.workflow.Trigger;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** The outbox: actions are written with their transition, leased by a server, and done one after the other per card. */
@ApplicationScoped
class ActionRepository {

    /** How long a server may hold an action without a sign of life. */
    static final Duration LEASE = Duration.ofSeconds(15);

    private static final String[] BOUND_TO_STATE = Arrays.stream(Action.values()).filter(Action::boundToState)
            .map(Action::name).toArray(String[]::new);

    /** @param trace of the trigger that asks for them */
    Uni<Void> add(SqlClient client, UUID cardId, long transitionId, List<Action> actions, @Nullable JsonObject payload,
            @Nullable String trace) {
        if (actions.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return client.preparedQuery("""
                insert into card_action (card_id, transition_id, action, payload, trace_parent)
                select $1, $2, a, case when a = 'START_LOOP' then $4::jsonb end, $5
                from unnest($3::text[]) with ordinality as t (a, position) order by position""")
                .execute(Tuple.of(cardId, transitionId, actions.stream().map(Action::name).toArray(String[]::new), payload,
                        trace))
                .replaceWithVoid();
    }

    /** The card moves on: what waits and made sense in the old state only is not done any more. */
    Uni<Void> supersede(SqlClient client, UUID cardId) {
        return client.preparedQuery("""
                update card_action set state = 'SUPERSEDED', finished_at = now()
                where card_id = $1 and state = 'PENDING' and action = any ($2)""")
                .execute(Tuple.of(cardId, BOUND_TO_STATE)).replaceWithVoid();
    }

    /** Leases what is due: the oldest open action of each card, and a stop at once, whatever runs before it. */
    Uni<List<ActionRequest>> claim(SqlClient client, String owner, int atMost) {
        return client.preparedQuery("""
                with due as (
                  select a.id from card_action a
                  where (a.state = 'PENDING' and a.next_attempt_at <= now()
                         or a.state = 'RUNNING' and a.lease_until < now())
                    and (a.action = 'STOP_LOOP' or not exists (
                          select 1 from card_action e
                          where e.card_id = a.card_id and e.id < a.id and e.state in ('PENDING', 'RUNNING')))
                  order by a.id limit $3 for update of a skip locked),
                claimed as (
                  update card_action a
                  set state = 'RUNNING', owner = $1, lease_until = now() + $2::interval, attempts = attempts + 1
                  from due where a.id = due.id returning a.*)
                select a.id, a.transition_id, a.card_id, c.project_id, a.action, a.payload, a.attempts,
                       a.created_at, a.trace_parent,
                       t.from_state, t.trigger, t.to_state, t.reason
                from claimed a join card_transition t on t.id = a.transition_id join card c on c.id = a.card_id
                order by a.id""").execute(Tuple.of(owner, interval(LEASE), atMost))
                .map(rows -> rows.stream().map(ActionRepository::request).toList());
    }

    Uni<Void> renew(SqlClient client, String owner, List<Long> ids) {
        return client.preparedQuery("""
                update card_action set lease_until = now() + $3::interval
                where owner = $1 and state = 'RUNNING' and id = any ($2)""")
                .execute(Tuple.of(owner, ids.toArray(Long[]::new), interval(LEASE))).replaceWithVoid();
    }

    Uni<Void> done(SqlClient client, String owner, long id, String note) {
        return client.preparedQuery("""
                update card_action set state = 'DONE', result = $3, finished_at = now(), lease_until = null
                where id = $1 and owner = $2 and state = 'RUNNING'""").execute(Tuple.of(id, owner, note)).replaceWithVoid();
    }

    Uni<Void> retryLater(SqlClient client, String owner, long id, Duration delay, String why) {
        return client.preparedQuery("""
                update card_action set state = 'PENDING', result = $4, lease_until = null,
                    next_attempt_at = now() + $3::interval
                where id = $1 and owner = $2 and state = 'RUNNING'""")
                .execute(Tuple.of(id, owner, interval(delay), why)).replaceWithVoid();
    }

    /** Looks again later, unless the card has moved on: then nobody waits any more. */
    Uni<Void> await(SqlClient client, String owner, long id, Duration delay, String note) {
        return client.preparedQuery("""
                update card_action a
                set state = case when exists (select 1 from card_transition t
                                              where t.card_id = a.card_id and t.id > a.transition_id)
                            then 'SUPERSEDED' else 'PENDING' end,
                    result = $4, lease_until = null, attempts = 0, next_attempt_at = now() + $3::interval
                where id = $1 and owner = $2 and state = 'RUNNING'""")
                .execute(Tuple.of(id, owner, interval(delay), note)).replaceWithVoid();
    }

    Uni<Void> hasten(SqlClient client, Collection<UUID> cardIds) {
        return client.preparedQuery("""
                update card_action set next_attempt_at = now()
                where card_id = any ($1) and state = 'PENDING' and attempts = 0 and next_attempt_at > now()""")
                .execute(Tuple.of(cardIds.toArray(UUID[]::new))).replaceWithVoid();
    }

    /**
     * Gives up on an action and on those of its transition that come after it.
     *
     * @return whether the card still waits for it; empty when the owner has lost it and nothing was changed
     */
    Uni<Optional<Boolean>> fail(SqlClient client, String owner, long id, String why) {
        return client.preparedQuery("""
                with failed as (
                  update card_action set state = 'FAILED', result = $3, finished_at = now(), lease_until = null
                  where id = $1 and owner = $2 and state = 'RUNNING' returning id, transition_id, card_id),
                rest as (
                  update card_action a set state = 'SUPERSEDED', finished_at = now()
                  from failed f where a.transition_id = f.transition_id and a.id > f.id and a.state = 'PENDING')
                select t.id = (select max(l.id) from card_transition l where l.card_id = f.card_id) as is_latest
                from failed f join card_transition t on t.id = f.transition_id""").execute(Tuple.of(id, owner, why))
                .map(rows -> rows.size() == 0 ? Optional.empty()
                        : Optional.of(rows.iterator().next().getBoolean("is_latest")));
    }

    /** Opens the failed CREATE_WORKTREE of the card's last transition again, with what was to come after it. */
    Uni<Boolean> repeatSetup(SqlClient client, UUID cardId, JsonObject payload) {
        return client.preparedQuery("""
                with failed as (
                  select a.id, a.transition_id from card_action a
                  where a.card_id = $1 and a.action = 'CREATE_WORKTREE' and a.state = 'FAILED'
                    and a.transition_id = (select max(id) from card_transition where card_id = $1)
                  for update)
                update card_action a
                set state = 'PENDING', attempts = 0, next_attempt_at = now(), result = null, finished_at = null,
                    payload = case when a.action = 'START_LOOP' then $2 else a.payload end
                from failed f
                where a.transition_id = f.transition_id and a.id >= f.id and a.state in ('FAILED', 'SUPERSEDED')""")
                .execute(Tuple.of(cardId, payload)).map(rows -> rows.rowCount() > 0);
    }

    /** The trace that an action is part of: that of the trigger that asked for it. */
    Uni<Optional<String>> trace(SqlClient client, long id) {
        return client.preparedQuery("select trace_parent from card_action where id = $1 and trace_parent is not null")
                .execute(Tuple.of(id))
                .map(rows -> rows.stream().map(row -> row.getString("trace_parent")).findFirst());
    }

    private static io.vertx.pgclient.data.Interval interval(Duration duration) {
        return io.vertx.pgclient.data.Interval.of(duration);
    }

    private static ActionRequest request(Row row) {
        return new ActionRequest(row.getLong("id"), row.getLong("transition_id"), row.getUUID("project_id"),
                row.getUUID("card_id"),
                Action.valueOf(row.getString("action")), CardState.valueOf(row.getString("from_state")),
                Trigger.valueOf(row.getString("trigger")), CardState.valueOf(row.getString("to_state")),
                row.getString("reason"), row.getJsonObject("payload"), row.getInteger("attempts"),
                row.getOffsetDateTime("created_at").toInstant(), row.getString("trace_parent"));
    }
}
