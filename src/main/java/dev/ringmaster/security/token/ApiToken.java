package dev.ringmaster.security.token;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.security.caller.Authentication;
import dev.ringmaster.security.caller.Caller;
import dev.ringmaster.security.caller.Role;

/**
 * An API token, without its value: that is known to whoever uses it only.
 *
 * @param createdBy the name of the admin who made it
 * @param lastUsedAt to the minute; null if it was never used
 * @param expiresAt null if it holds until it is revoked
 */
public record ApiToken(@Id @NonNull UUID id, @NonNull String name, @NonNull Role role, @NonNull String createdBy,
        @NonNull Instant createdAt, @Nullable Instant lastUsedAt, @Nullable Instant expiresAt) {

    Caller caller() {
        return new Caller(name, Caller.tokenId(id), role, Authentication.API_TOKEN, expiresAt);
    }
}
