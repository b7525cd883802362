package dev.ringmaster.delivery.review;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.delivery.github.Comment;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;

/** Comments from elsewhere, in the table {@code review_comment}. */
@ApplicationScoped
class ReviewRepository {

    /** An open pull request whose reviews are due to be read. */
    record Due(UUID cardId, UUID projectId, String repository, int number) {
    }

    /** Takes those that are due: another server that looks now gets others. */
    Uni<List<Due>> take(SqlClient client, Duration every, int atMost) {
        return client.preparedQuery("""
                with due as (
                  select d.card_id from card_delivery d join card c on c.id = d.card_id
                  where c.state in ('CODE_REVIEW', 'CODING') and d.pull_request_number is not null and d.repository is not null
                    and (d.reviewed_at is null or d.reviewed_at < now() - $1::interval)
                  order by d.reviewed_at nulls first limit $2 for update of d skip locked)
                update card_delivery d set reviewed_at = now()
                from due join card c on c.id = due.card_id where d.card_id = due.card_id
                returning d.card_id, c.project_id, d.repository, d.pull_request_number""")
                .execute(Tuple.of(Interval.of(every), atMost))
                .map(rows -> rows.stream().map(row -> new Due(row.getUUID("card_id"), row.getUUID("project_id"),
                        row.getString("repository"), row.getInteger("pull_request_number"))).toList());
    }

    /** @param externalId names it for ever. @return whether it is new */
    Uni<Boolean> add(SqlClient client, UUID cardId, String externalId, Comment comment, String text) {
        return client.preparedQuery("""
                insert into review_comment (card_id, path, line, text, author, trusted, external_id, created_at)
                values ($1, $2, $3, $4, $5, $6, $7, coalesce($8, now()))
                on conflict (card_id, external_id) do nothing""")
                .execute(Tuple.from(new @Nullable Object[] { cardId, comment.path(), line(comment), text, comment.author(),
                        comment.fromCollaborator(), externalId, time(comment) }))
                .map(rows -> rows.rowCount() > 0);
    }

    private static @Nullable Integer line(Comment comment) {
        return comment.path() == null || comment.line() == null || comment.line() < 1 ? null : comment.line();
    }

    private static @Nullable OffsetDateTime time(Comment comment) {
        var at = comment.submittedAt() != null ? comment.submittedAt() : comment.createdAt();
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
