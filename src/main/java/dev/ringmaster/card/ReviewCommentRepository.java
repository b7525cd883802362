package dev.ringmaster.card;

import java.time.Instant;
import java.time.ZoneOffset;
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

/** The table {@code review_comment}. */
@ApplicationScoped
public class ReviewCommentRepository {

    /** The comments on each card that has some, oldest first. */
    public Uni<Map<UUID, List<ReviewComment>>> byCards(SqlClient client, Collection<UUID> cardIds) {
        return client.preparedQuery("select * from review_comment where card_id = any($1) order by created_at, id")
                .execute(Tuple.of(cardIds.toArray(UUID[]::new)))
                .map(rows -> rows.stream().collect(Collectors.groupingBy(row -> row.getUUID("card_id"),
                        Collectors.mapping(ReviewCommentRepository::comment, Collectors.toList()))));
    }

    Uni<Void> insert(SqlClient client, UUID cardId, ReviewCommentInput comment, String author) {
        return client.preparedQuery("""
                insert into review_comment (card_id, path, line, text, author)
                values ($1, $2, $3, $4, $5)""")
                .execute(Tuple.of(cardId, comment.path(), comment.line(), comment.text(), author))
                .replaceWithVoid();
    }

    /** Those from before a moment: an agent was told of them then, and has done what they ask for. */
    public Uni<Void> resolve(SqlClient client, UUID cardId, Instant before) {
        return client.preparedQuery("""
                update review_comment set resolved = true where card_id = $1 and not resolved and created_at <= $2""")
                .execute(Tuple.of(cardId, before.atOffset(ZoneOffset.UTC))).replaceWithVoid();
    }

    private static ReviewComment comment(Row row) {
        return new ReviewComment(row.getUUID("id"), row.getString("path"), row.getInteger("line"), row.getString("text"),
                row.getString("author"), row.getBoolean("trusted"), row.getBoolean("resolved"),
                row.getOffsetDateTime("created_at").toInstant());
    }
}
