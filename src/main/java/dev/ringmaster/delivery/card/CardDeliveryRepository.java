package dev.ringmaster.delivery.card;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.workflow.CardState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** The table {@code card_delivery}, and the evidence that guards read from the card's row. */
@ApplicationScoped
public class CardDeliveryRepository {

    /** The card's row, made if there is none. */
    public Uni<CardDelivery> find(SqlClient client, UUID cardId) {
        return client.preparedQuery("insert into card_delivery (card_id) values ($1) on conflict do nothing")
                .execute(Tuple.of(cardId))
                .chain(() -> client.preparedQuery("select *, now() as read_at from card_delivery where card_id = $1")
                        .execute(Tuple.of(cardId)))
                .map(rows -> row(rows.iterator().next()));
    }

    /** What was seen of an earlier commit does not count for this one. */
    public Uni<Void> pushed(SqlClient client, UUID cardId, String repository, String commit) {
        return client.preparedQuery("""
                update card_delivery
                set repository = $2, pushed_commit = $3, settled_since = null, troubled_since = null
                where card_id = $1 and (repository is distinct from $2 or pushed_commit is distinct from $3)""")
                .execute(Tuple.of(cardId, repository, commit)).replaceWithVoid();
    }

    public Uni<Void> pullRequest(SqlClient client, UUID cardId, int number, String url) {
        return client.preparedQuery("""
                with noted as (
                  update card_delivery set pull_request_number = $2, reviewed_at = null where card_id = $1)
                update card set pull_request_url = $3 where id = $1 and pull_request_url is distinct from $3""")
                .execute(Tuple.of(cardId, number, url)).replaceWithVoid();
    }

    public Uni<Void> dispatching(SqlClient client, UUID cardId, long transitionId) {
        return client.preparedQuery("""
                update card_delivery set dispatched_for = $2, dispatched_at = now() where card_id = $1""")
                .execute(Tuple.of(cardId, transitionId)).replaceWithVoid();
    }

    public Uni<Void> rerunning(SqlClient client, UUID cardId, String commit, String what, String log) {
        return client.preparedQuery("""
                update card_delivery set rerun_commit = $2, rerun_what = $3, rerun_log = $4 where card_id = $1""")
                .execute(Tuple.of(cardId, commit, what, log)).replaceWithVoid();
    }

    /** What was seen before does not count for the deploy of this. */
    public Uni<Void> merged(SqlClient client, UUID cardId, String commit) {
        return client.preparedQuery("""
                update card_delivery set merge_commit = $2, settled_since = null, troubled_since = null where card_id = $1""")
                .execute(Tuple.of(cardId, commit)).replaceWithVoid();
    }

    /**
     * The number of a card whose deploy has to end before that of this card may begin: one of its project or of its application
     * that is being deployed, verified or taken back, or that came into the queue before it. A card that waits for a person is
     * not waited for. Empty when it is this card's turn.
     */
    public Uni<Optional<Integer>> deployAhead(SqlClient client, UUID cardId) {
        return client.preparedQuery("""
                select other.number
                from card mine
                join card other on other.id <> mine.id and other.attention_reason is null
                left join project_delivery my on my.project_id = mine.project_id
                left join project_delivery their on their.project_id = other.project_id
                where mine.id = $1
                  and (other.project_id = mine.project_id or their.settings ->> 'application' = my.settings ->> 'application')
                  and (other.state in ('DEPLOYING', 'VERIFYING')
                       or other.state = 'DEPLOY_QUEUE'
                          and ((other.state_changed_at, other.id) < (mine.state_changed_at, mine.id)
                               or not exists (select 1 from card_action a
                                              where a.card_id = other.id and a.action = 'MERGE'
                                                and a.state in ('PENDING', 'RUNNING')))
                       or exists (select 1 from card_action a
                                  where a.card_id = other.id and a.action = 'ROLL_BACK' and a.state in ('PENDING', 'RUNNING')))
                order by other.state_changed_at, other.id limit 1""")
                .execute(Tuple.of(cardId)).map(rows -> rows.stream().map(row -> row.getInteger(0)).findFirst());
    }

    /** @param historyId what the application was at; null if at nothing */
    public Uni<Void> deploying(SqlClient client, UUID cardId, long transitionId, @Nullable Long historyId) {
        return client.preparedQuery("""
                update card_delivery
                set deploy_for = $2, deploy_asked_at = now(), previous_history_id = $3, settled_since = null,
                    troubled_since = null
                where card_id = $1""").execute(Tuple.of(cardId, transitionId, historyId)).replaceWithVoid();
    }

    /** Something is seen now: notes since when, unless it is noted. What is its contrary is not seen any more. */
    public Uni<Void> seen(SqlClient client, UUID cardId, CardDelivery.Since since) {
        return client.preparedQuery("update card_delivery set " + since.column + " = coalesce(" + since.column + ", now()), "
                + since.other + " = null where card_id = $1").execute(Tuple.of(cardId)).replaceWithVoid();
    }

    public Uni<Void> seenNothing(SqlClient client, UUID cardId) {
        return client.preparedQuery("""
                update card_delivery set settled_since = null, troubled_since = null
                where card_id = $1 and (settled_since is not null or troubled_since is not null)""")
                .execute(Tuple.of(cardId)).replaceWithVoid();
    }

    /** Evidence for the guard of DEPLOY_SYNCED. */
    public Uni<Void> deploySynced(SqlClient client, UUID cardId) {
        return client.preparedQuery("update card set deploy_synced = true where id = $1 and state = 'DEPLOYING'")
                .execute(Tuple.of(cardId)).replaceWithVoid();
    }

    /** Evidence for the guard of VERIFY_PASSED. */
    public Uni<Void> healthPassed(SqlClient client, UUID cardId) {
        return client.preparedQuery("update card set health_passed = true where id = $1 and state = 'VERIFYING'")
                .execute(Tuple.of(cardId)).replaceWithVoid();
    }

    /** Shows something that went wrong and needs no repair. Once per transition and category. */
    public Uni<Void> note(SqlClient client, UUID cardId, long transitionId, String category, String message,
            @Nullable String context, CardState state) {
        return client.preparedQuery("""
                insert into card_error (card_id, transition_id, category, message, context, source_state, resolved, head_commit)
                select $1, $2, $3, $4, $5, $6, true, c.head_commit from card c where c.id = $1
                on conflict (transition_id, category) do nothing""")
                .execute(Tuple.of(cardId, transitionId, category, message, context, state.name())).replaceWithVoid();
    }

    /** Cards that wait for something of this commit. */
    public Uni<List<UUID>> ofCommit(SqlClient client, String commit) {
        return ids(client.preparedQuery("select card_id from card_delivery where pushed_commit = $1 or merge_commit = $1")
                .execute(Tuple.of(commit)));
    }

    /** The card of a pull request, whose reviews are to be read now. */
    public Uni<List<UUID>> reviewsChanged(SqlClient client, String repository, int number) {
        return ids(client.preparedQuery("""
                update card_delivery set reviewed_at = null
                where lower(repository) = lower($1) and pull_request_number = $2 returning card_id""")
                .execute(Tuple.of(repository, number)));
    }

    private static Uni<List<UUID>> ids(Uni<io.vertx.mutiny.sqlclient.RowSet<Row>> rows) {
        return rows.map(found -> found.stream().map(row -> row.getUUID("card_id")).toList());
    }

    private static CardDelivery row(Row row) {
        return new CardDelivery(row.getString("repository"), row.getInteger("pull_request_number"),
                row.getString("pushed_commit"), row.getLong("dispatched_for"), instant(row, "dispatched_at"),
                row.getString("rerun_commit"), row.getString("rerun_what"), row.getString("rerun_log"),
                row.getString("merge_commit"), instant(row, "settled_since"), instant(row, "troubled_since"),
                row.getLong("deploy_for"), row.getLong("previous_history_id"),
                row.getOffsetDateTime("read_at").toInstant());
    }

    private static @Nullable Instant instant(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
