package dev.ringmaster.security.oidc;

import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.security.caller.Role;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** The table {@code person}. */
@ApplicationScoped
class PersonRepository {

    /** @param seenLately whether it was noted within a minute that they were here */
    record Known(Standing standing, boolean seenLately) {
    }

    Uni<Optional<Known>> find(SqlClient client, String id) {
        return client.preparedQuery("""
                select role, token_issued_at, last_seen_at > now() - interval '1 minute' as lately from person where id = $1""")
                .execute(Tuple.of(id))
                .map(rows -> rows.stream().map(row -> new Known(
                        new Standing(role(row), row.getOffsetDateTime("token_issued_at").toInstant()),
                        row.getBoolean("lately"))).findFirst());
    }

    /** They are here, and stand so; a newer token that another server has seen meanwhile counts more. */
    Uni<Void> save(SqlClient client, String id, String name, Standing standing) {
        return client.preparedQuery("""
                insert into person (id, name, role, token_issued_at) values ($1, $2, $3, $4)
                on conflict (id) do update
                set name = excluded.name, role = excluded.role, token_issued_at = excluded.token_issued_at, last_seen_at = now()
                where person.token_issued_at <= excluded.token_issued_at""")
                .execute(Tuple.of(id, name, standing.role() == null ? null : standing.role().name(),
                        standing.issuedAt().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** The roles of those who have one. */
    Uni<Map<String, Role>> roles(SqlClient client, Collection<String> ids) {
        return client.preparedQuery("select id, role from person where id = any($1) and role is not null")
                .execute(Tuple.of(ids.toArray(String[]::new)))
                .map(rows -> rows.stream().collect(Collectors.toMap(row -> row.getString("id"),
                        row -> Role.valueOf(row.getString("role")))));
    }

    /** Whoever was here last comes first. */
    Uni<List<Person>> all(SqlClient client) {
        return client.query("select * from person order by last_seen_at desc limit 1000").execute()
                .map(rows -> rows.stream().map(row -> new Person(row.getString("id"), row.getString("name"), role(row),
                        row.getOffsetDateTime("first_seen_at").toInstant(), row.getOffsetDateTime("last_seen_at").toInstant()))
                        .toList());
    }

    private static @Nullable Role role(Row row) {
        var role = row.getString("role");
        return role == null ? null : Role.valueOf(role);
    }
}
