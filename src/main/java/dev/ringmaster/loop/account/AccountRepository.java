package dev.ringmaster.loop.account;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** What is known of accounts, as rows that all servers share. An account without a row is in good health. */
@ApplicationScoped
public class AccountRepository {

    /** By name; an account of which nothing is known is not there. A limit that has ended is not told any more. */
    Uni<Map<String, AccountStanding>> now(SqlClient client) {
        return client.query("""
                select name, coalesce(running, 0) as running, refusal,
                       case when parked_until > now() then parked_until end as parked_until,
                       case when parked_until > now() then limit_message end as limit_message
                from subscription_health full join
                     (select subscription as name, count(*)::int as running from run where state = 'RUNNING' group by 1) busy
                     using (name)""").execute().map(rows -> {
            var standings = new HashMap<String, AccountStanding>();
            rows.forEach((Row row) -> {
                OffsetDateTime until = row.getOffsetDateTime("parked_until");
                standings.put(row.getString("name"), new AccountStanding(row.getInteger("running"),
                        row.getString("refusal"), until == null ? null : until.toInstant(), row.getString("limit_message")));
            });
            return standings;
        });
    }

    /** How much of their windows accounts have used, as their platforms said last; a window that has ended is not told. */
    Uni<Map<String, List<UsageWindow>>> windows(SqlClient client) {
        return client.query("""
                select subscription, name, used, resets_at, seen_at from subscription_window
                where coalesce(resets_at, seen_at + interval '5 hours') > now() order by subscription, name""").execute()
                .map(rows -> rows.stream().collect(Collectors.groupingBy(row -> row.getString("subscription"),
                        Collectors.mapping(AccountRepository::window, Collectors.toList()))));
    }

    private static UsageWindow window(Row row) {
        var resetsAt = row.getOffsetDateTime("resets_at");
        return new UsageWindow(row.getString("name"), row.getDouble("used"), resetsAt == null ? null : resetsAt.toInstant(),
                row.getOffsetDateTime("seen_at").toInstant());
    }

    public Uni<Void> refused(SqlClient client, String name, String message) {
        return client.preparedQuery("""
                insert into subscription_health (name, refused_at, refusal) values ($1, now(), $2)
                on conflict (name) do update set refused_at = excluded.refused_at, refusal = excluded.refusal""")
                .execute(Tuple.of(name, message)).replaceWithVoid();
    }

    public Uni<Void> limited(SqlClient client, String name, Instant until, String message) {
        return client.preparedQuery("""
                insert into subscription_health (name, parked_until, limit_message) values ($1, $2, $3)
                on conflict (name) do update set parked_until = excluded.parked_until,
                  limit_message = excluded.limit_message""")
                .execute(Tuple.of(name, until.atOffset(ZoneOffset.UTC), message)).replaceWithVoid();
    }

    /** An agent has worked with it: nothing is held against it any more, and what waits for its login goes on. */
    public Uni<Void> works(SqlClient client, String name) {
        return client.preparedQuery("""
                with healed as (delete from subscription_health where name = $1)
                update run set state = 'QUEUED', message = null
                where subscription = $1 and state = 'PARKED' and parked_until is null""")
                .execute(Tuple.of(name)).replaceWithVoid();
    }

    /** A person says that it can be tried again. */
    public Uni<Void> forgive(SqlClient client, String name) {
        return client.preparedQuery("delete from subscription_health where name = $1").execute(Tuple.of(name))
                .replaceWithVoid();
    }
}
