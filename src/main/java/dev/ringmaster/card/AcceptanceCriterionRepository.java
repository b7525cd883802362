package dev.ringmaster.card;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** The table {@code acceptance_criterion}. */
@ApplicationScoped
public class AcceptanceCriterionRepository {

    /** The criteria of a card, in their order. */
    public Uni<List<AcceptanceCriterion>> ofCard(SqlClient client, UUID cardId) {
        return byCards(client, List.of(cardId)).map(found -> found.getOrDefault(cardId, List.of()));
    }

    /** The criteria of each card that has some, in their order. */
    public Uni<Map<UUID, List<AcceptanceCriterion>>> byCards(SqlClient client, Collection<UUID> cardIds) {
        return client.preparedQuery("select * from acceptance_criterion where card_id = any($1) order by card_id, position")
                .execute(Tuple.of(cardIds.toArray(UUID[]::new)))
                .map(rows -> rows.stream().collect(Collectors.groupingBy(row -> row.getUUID("card_id"),
                        Collectors.mapping(AcceptanceCriterionRepository::criterion, Collectors.toList()))));
    }

    /**
     * Makes these the card's criteria, in this order. One whose text was there before keeps its id and whether it is met.
     * The caller holds the card's lock. Fails with VALIDATION if there are more than 50, or one is blank or longer than 500
     * characters.
     */
    public Uni<Void> replace(SqlClient client, UUID cardId, List<String> texts) {
        return ofCard(client, cardId)
                .map(now -> CriteriaRevision.of(now, texts))
                .chain(criteria -> write(client, cardId, criteria));
    }

    private static Uni<Void> write(SqlClient client, UUID cardId, List<AcceptanceCriterion> criteria) {
        return client.preparedQuery("delete from acceptance_criterion where card_id = $1").execute(Tuple.of(cardId))
                .chain(() -> client.preparedQuery("""
                        insert into acceptance_criterion (card_id, id, description, met, position)
                        select $1, id, description, met, position
                        from unnest($2::uuid[], $3::text[], $4::boolean[])
                          with ordinality as criterion (id, description, met, position)""")
                        .execute(Tuple.of(cardId,
                                criteria.stream().map(AcceptanceCriterion::id).toArray(UUID[]::new),
                                criteria.stream().map(AcceptanceCriterion::description).toArray(String[]::new),
                                criteria.stream().map(AcceptanceCriterion::met).toArray(Boolean[]::new))))
                .replaceWithVoid();
    }

    private static AcceptanceCriterion criterion(Row row) {
        return new AcceptanceCriterion(row.getUUID("id"), row.getString("description"), row.getBoolean("met"));
    }
}
