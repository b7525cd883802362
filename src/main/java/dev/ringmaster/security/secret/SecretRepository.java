package dev.ringmaster.security.secret;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** The table {@code secret}. */
@ApplicationScoped
class SecretRepository {

    Uni<List<SecretRow>> all(SqlClient client) {
        return client.query("select * from secret order by name").execute()
                .map(rows -> rows.stream().map(SecretRepository::row).toList());
    }

    Uni<SecretRow> save(SqlClient client, String name, SealedSecret secret) {
        return client.preparedQuery("""
                insert into secret (name, key_id, wrapped_key, sealed) values ($1, $2, $3, $4)
                on conflict (name) do update set key_id = $2, wrapped_key = $3, sealed = $4, updated_at = clock_timestamp()
                returning *""")
                .execute(Tuple.of(name, secret.keyId(), buffer(secret.wrappedKey()), buffer(secret.sealed())))
                .map(rows -> row(rows.iterator().next()));
    }

    /** Only while the value is the one that was opened: a change that somebody has just made stays. */
    Uni<Void> rewrap(SqlClient client, String name, SealedSecret before, SealedSecret after) {
        return client.preparedQuery("""
                update secret set key_id = $2, wrapped_key = $3
                where name = $1 and sealed = $4""")
                .execute(Tuple.of(name, after.keyId(), buffer(after.wrappedKey()), buffer(before.sealed()))).replaceWithVoid();
    }

    /** Whether it was there. */
    Uni<Boolean> remove(SqlClient client, String name) {
        return client.preparedQuery("delete from secret where name = $1").execute(Tuple.of(name))
                .map(rows -> rows.rowCount() > 0);
    }

    private static io.vertx.core.buffer.Buffer buffer(byte[] bytes) {
        return Buffer.buffer(bytes).getDelegate();
    }

    private static SecretRow row(Row row) {
        return new SecretRow(row.getString("name"), new SealedSecret(row.getString("key_id"),
                row.getBuffer("wrapped_key").getBytes(), row.getBuffer("sealed").getBytes()),
                row.getOffsetDateTime("created_at").toInstant(), row.getOffsetDateTime("updated_at").toInstant());
    }
}
