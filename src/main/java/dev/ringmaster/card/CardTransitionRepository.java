package dev.ringmaster.card;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.card.workflow.Trigger;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** What the table {@code card_transition} tells about the past of cards. */
@ApplicationScoped
class CardTransitionRepository {

    /** The transitions of each card that has some, oldest first. */
    Uni<Map<UUID, List<CardTransition>>> byCards(SqlClient client, Collection<UUID> cardIds) {
        return client.preparedQuery("select * from card_transition where card_id = any($1) order by id")
                .execute(Tuple.of(cardIds.toArray(UUID[]::new)))
                .map(rows -> rows.stream().collect(Collectors.groupingBy(row -> row.getUUID("card_id"),
                        Collectors.mapping(CardTransitionRepository::transition, Collectors.toList()))));
    }

    private static CardTransition transition(Row row) {
        return new CardTransition(CardState.valueOf(row.getString("from_state")),
                CardState.valueOf(row.getString("to_state")), Trigger.valueOf(row.getString("trigger")),
                row.getString("actor"), row.getString("reason"), row.getOffsetDateTime("at").toInstant());
    }
}
