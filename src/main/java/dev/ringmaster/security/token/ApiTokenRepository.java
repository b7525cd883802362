package dev.ringmaster.security.token;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.security.caller.Caller;
import dev.ringmaster.security.caller.Role;
import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;

/** The table {@code api_token}. A revoked token stays there, for the audit log; nothing here gives it out again. */
@ApplicationScoped
class ApiTokenRepository {

    private static final String UNIQUE_VIOLATION = "23505";

    /** Fails with CONFLICT if a token that is not revoked has the name. */
    Uni<ApiToken> insert(SqlClient client, ApiTokenInput input, byte[] hash, String createdBy) {
        return client.preparedQuery("""
                insert into api_token (name, role, expires_at, hash, created_by)
                values ($1, $2, $3, $4, $5)
                returning *""")
                .execute(Tuple.of(input.name(), input.role().name(), at(input.expiresAt()), Buffer.buffer(hash), createdBy))
                .map(rows -> token(rows.iterator().next()))
                .onFailure(ApiTokenRepository::isTaken).transform(taken -> new RingmasterException(ErrorCode.CONFLICT,
                        "There is a token named \"" + input.name() + "\" already. Choose another name, or revoke that one."));
    }

    /** Those that are not revoked, the newest first; expired ones too, so that it is seen why they do not work. */
    Uni<List<ApiToken>> all(SqlClient client) {
        return client.query("select * from api_token where revoked_at is null order by created_at desc, id").execute()
                .map(rows -> rows.stream().map(ApiTokenRepository::token).toList());
    }

    /** The token of this hash, if it is good now. */
    Uni<Optional<ApiToken>> good(SqlClient client, byte[] hash) {
        return client.preparedQuery("""
                select * from api_token
                where hash = $1 and revoked_at is null and (expires_at is null or expires_at > now())""")
                .execute(Tuple.of(Buffer.buffer(hash)))
                .map(rows -> rows.stream().map(ApiTokenRepository::token).findFirst());
    }

    /** The roles of those that are good now, by their caller's id. */
    Uni<Map<String, Role>> roles(SqlClient client, Collection<UUID> ids) {
        return client.preparedQuery("""
                select id, role from api_token
                where id = any($1) and revoked_at is null and (expires_at is null or expires_at > now())""")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(rows -> rows.stream().collect(Collectors.toMap(row -> Caller.tokenId(row.getUUID("id")),
                        row -> Role.valueOf(row.getString("role")))));
    }

    Uni<Void> used(SqlClient client, UUID id) {
        return client.preparedQuery("""
                update api_token set last_used_at = now()
                where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')""")
                .execute(Tuple.of(id)).replaceWithVoid();
    }

    /** Fails with NOT_FOUND if there is none, or it is revoked already. */
    Uni<ApiToken> revoke(SqlClient client, UUID id) {
        return client.preparedQuery("update api_token set revoked_at = now() where id = $1 and revoked_at is null returning *")
                .execute(Tuple.of(id))
                .map(rows -> rows.stream().map(ApiTokenRepository::token).findFirst()
                        .orElseThrow(() -> RingmasterException.notFound("API token", id)));
    }

    private static boolean isTaken(Throwable failure) {
        return failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState());
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private static ApiToken token(Row row) {
        return new ApiToken(row.getUUID("id"), row.getString("name"), Role.valueOf(row.getString("role")),
                row.getString("created_by"), row.getOffsetDateTime("created_at").toInstant(), instant(row, "last_used_at"),
                instant(row, "expires_at"));
    }
}
