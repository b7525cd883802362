package dev.ringmaster.loop;

import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** Hints as rows: written by people, used by the iteration that starts next. */
@ApplicationScoped
public class HintRepository {

    public record Hint(long id, String text) {
    }

    public Uni<Void> add(SqlClient client, UUID cardId, String text, String author) {
        return client.preparedQuery("insert into hint (card_id, text, author) values ($1, $2, $3)")
                .execute(Tuple.of(cardId, text, author)).replaceWithVoid();
    }

    /**
     * What a person said with a transition. What the server says of its own is no hint: it may quote what comes from outside.
     */
    Uni<Void> addReason(SqlClient client, UUID cardId, long transitionId) {
        return client.preparedQuery("""
                insert into hint (card_id, text, author) select $1, reason, actor from card_transition
                where id = $2 and card_id = $1 and fired_by is null and btrim(reason) <> ''""")
                .execute(Tuple.of(cardId, transitionId)).replaceWithVoid();
    }

    /** Oldest first. */
    public Uni<List<Hint>> unused(SqlClient client, UUID cardId) {
        return client.preparedQuery("select id, text from hint where card_id = $1 and used_at is null order by id")
                .execute(Tuple.of(cardId))
                .map(rows -> rows.stream().map(row -> new Hint(row.getLong("id"), row.getString("text"))).toList());
    }

    public Uni<Void> used(SqlClient client, List<Hint> hints) {
        if (hints.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return client.preparedQuery("update hint set used_at = now() where id = any ($1)")
                .execute(Tuple.of(hints.stream().map(Hint::id).toArray(Long[]::new))).replaceWithVoid();
    }

    /** What an iteration was told that has not come to anything: the next one is told it again. */
    public Uni<Void> giveBack(SqlClient client, UUID runId, int iteration) {
        // Both times are the now() of the transaction that started the iteration.
        return client.preparedQuery("""
                update hint h set used_at = null from iteration i join run r on r.id = i.run_id
                where i.run_id = $1 and i.number = $2 and h.card_id = r.card_id and h.used_at = i.started_at""")
                .execute(Tuple.of(runId, iteration)).replaceWithVoid();
    }
}
