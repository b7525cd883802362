package dev.ringmaster.security.audit;

import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.security.caller.Authentication;
import dev.ringmaster.security.caller.Caller;
import dev.ringmaster.security.caller.Role;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;

/** The table {@code audit_entry}: append-only, which the database holds too. */
@ApplicationScoped
class AuditRepository {

    /** @param result null for what has just begun */
    Uni<Long> insert(SqlClient client, Caller caller, Deed deed, @Nullable String result) {
        return client.preparedQuery("""
                insert into audit_entry (actor, actor_id, role, authentication, operation, subject, detail, result)
                values ($1, $2, $3, $4, $5, $6, $7, $8)
                returning id""")
                .execute(values(caller, deed, result)).map(rows -> rows.iterator().next().getLong("id"));
    }

    /** Nothing is written if the same was noted of the same caller within that time. */
    Uni<Void> insertOnce(SqlClient client, Caller caller, Deed deed, String result, Duration within) {
        return client.preparedQuery("""
                insert into audit_entry (actor, actor_id, role, authentication, operation, subject, detail, result)
                select $1, $2, $3, $4, $5, $6, $7, $8
                where not exists (select 1 from audit_entry
                                  where actor = $1 and actor_id = $2 and operation = $5 and subject is not distinct from $6
                                    and result = $8 and at > now() - $9::interval)""")
                .execute(values(caller, deed, result).addValue(Interval.of(within))).replaceWithVoid();
    }

    /** @param subject what it turned out to concern; kept only where none was known */
    Uni<Void> end(SqlClient client, long id, String result, @Nullable String subject) {
        return client.preparedQuery("""
                update audit_entry set result = $2, subject = coalesce(subject, $3) where id = $1""")
                .execute(Tuple.of(id, result, subject)).replaceWithVoid();
    }

    /** The newest first. @param before an entry's id */
    Uni<List<AuditEntry>> page(SqlClient client, @Nullable String actor, @Nullable String subject, long before, int limit) {
        return client.preparedQuery("""
                select * from audit_entry
                where id < $1 and ($2::text is null or actor = $2) and ($3::text is null or subject = $3)
                order by id desc
                limit $4""")
                .execute(Tuple.of(before, actor, subject, limit))
                .map(rows -> rows.stream().map(AuditRepository::entry).toList());
    }

    /** The names of all who are in the log, in their order. */
    Uni<List<String>> actors(SqlClient client) {
        return client.query("""
                with recursive name as (
                  (select actor from audit_entry order by actor limit 1)
                  union all
                  select (select e.actor from audit_entry e where e.actor > name.actor order by e.actor limit 1)
                  from name where name.actor is not null)
                select actor from name where actor is not null""").execute()
                .map(rows -> rows.stream().map(row -> row.getString("actor")).toList());
    }

    /** At most so many, oldest first. @return how many there were */
    Uni<Integer> deleteOlderThan(SqlClient client, Duration age, int limit) {
        return client.preparedQuery("""
                delete from audit_entry where id in (
                  select id from audit_entry where at < now() - $1::interval order by at limit $2)""")
                .execute(Tuple.of(Interval.of(age), limit)).map(rows -> rows.rowCount());
    }

    private static Tuple values(Caller caller, Deed deed, @Nullable String result) {
        return Tuple.tuple().addString(caller.name()).addString(caller.id())
                .addString(caller.role() == null ? null : caller.role().name()).addString(caller.authentication().name())
                .addString(deed.operation()).addString(deed.subject()).addString(deed.detail()).addString(result);
    }

    private static AuditEntry entry(Row row) {
        var role = row.getString("role");
        return new AuditEntry(row.getLong("id"), row.getOffsetDateTime("at").toInstant(), row.getString("actor"),
                row.getString("actor_id"), role == null ? null : Role.valueOf(role),
                Authentication.valueOf(row.getString("authentication")), row.getString("operation"),
                row.getString("subject"), row.getString("detail"), row.getString("result"));
    }
}
