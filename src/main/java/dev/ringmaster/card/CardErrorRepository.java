package dev.ringmaster.card;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.workflow.CardState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** The table {@code card_error}. */
@ApplicationScoped
public class CardErrorRepository {

    /** The errors of each card that has some, oldest first. */
    public Uni<Map<UUID, List<CardError>>> byCards(SqlClient client, Collection<UUID> cardIds) {
        return client.preparedQuery("select * from card_error where card_id = any($1) order by at, id")
                .execute(Tuple.of(cardIds.toArray(UUID[]::new)))
                .map(rows -> rows.stream().collect(Collectors.groupingBy(row -> row.getUUID("card_id"),
                        Collectors.mapping(CardErrorRepository::error, Collectors.toList()))));
    }

    /**
     * Records that something went wrong, once per transition and category however often it is called, so that an action
     * that is repeated says it once.
     *
     * @param transitionId the transition whose consequence it is; null if of none
     * @param context logs or other evidence; null for none
     */
    public Uni<Void> insertError(SqlClient client, UUID cardId, @Nullable Long transitionId, String category, String message,
            @Nullable String context, CardState sourceState) {
        return client.preparedQuery("""
                insert into card_error (card_id, transition_id, category, message, context, source_state)
                values ($1, $2, $3, $4, $5, $6)
                on conflict (transition_id, category) do nothing""")
                .execute(Tuple.tuple(
                        Arrays.asList(cardId, transitionId, category, message, context, sourceState.name())))
                .replaceWithVoid();
    }

    /** Marks every error of the card as resolved. */
    public Uni<Void> resolveAll(SqlClient client, UUID cardId) {
        return client.preparedQuery("update card_error set resolved = true where card_id = $1 and not resolved")
                .execute(Tuple.of(cardId))
                .replaceWithVoid();
    }

    private static CardError error(Row row) {
        return new CardError(row.getUUID("id"), row.getString("category"), row.getString("message"),
                row.getString("context"), CardState.valueOf(row.getString("source_state")), row.getBoolean("resolved"),
                row.getOffsetDateTime("at").toInstant());
    }
}
