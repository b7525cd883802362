package dev.ringmaster.delivery.notify;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;

/** The table {@code notification}. */
@ApplicationScoped
class NotificationRepository {

    static final int MOST_ATTEMPTS = 8;

    /** Notes what there is to tell of the last hour's changes, once. */
    Uni<Void> note(SqlClient client, List<String> targets) {
        return client.preparedQuery("""
                insert into notification (card_id, target, kind, message, at)
                select c.id, t.target,
                       case when c.state in ('COMPLETED', 'FAILED') then c.state else 'NEEDS_YOU' end,
                       coalesce(c.attention_message, ''),
                       case when c.state in ('COMPLETED', 'FAILED') then c.state_changed_at else c.attention_since end
                from card c cross join unnest($1::text[]) as t (target)
                where c.updated_at > now() - interval '1 hour'
                  and (c.attention_reason is not null or c.state in ('COMPLETED', 'FAILED'))
                  and case when c.state in ('COMPLETED', 'FAILED') then c.state_changed_at else c.attention_since end
                      > now() - interval '1 hour'
                on conflict do nothing""").execute(Tuple.of(targets.toArray(String[]::new))).replaceWithVoid();
    }

    /** Takes what is due; who dies with it has it come again after the pause. */
    Uni<List<Notification>> take(SqlClient client, int atMost, Duration pause) {
        return client.preparedQuery("""
                with due as (
                  select id from notification
                  where delivered_at is null and next_attempt_at <= now() and attempts < $2
                  order by next_attempt_at limit $1 for update skip locked),
                taken as (
                  update notification n
                  set attempts = attempts + 1, next_attempt_at = now() + $3::interval * power(2, n.attempts)
                  from due where n.id = due.id returning n.*)
                select n.id, n.target, n.kind, n.message, n.at, c.id as card_id, c.number, c.title, c.state, p.id as project_id,
                       p.name as project
                from taken n join card c on c.id = n.card_id join project p on p.id = c.project_id order by n.at""")
                .execute(Tuple.of(atMost, MOST_ATTEMPTS, Interval.of(pause)))
                .map(rows -> rows.stream().map(NotificationRepository::notification).toList());
    }

    Uni<Void> delivered(SqlClient client, UUID id) {
        return client.preparedQuery("update notification set delivered_at = now() where id = $1").execute(Tuple.of(id))
                .replaceWithVoid();
    }

    private static Notification notification(Row row) {
        return new Notification(row.getUUID("id"), row.getString("target"), row.getString("kind"), row.getString("message"),
                row.getOffsetDateTime("at").toInstant(), row.getUUID("card_id"), row.getInteger("number"),
                row.getString("title"), row.getString("state"), row.getUUID("project_id"), row.getString("project"));
    }
}
