package dev.ringmaster.security.oidc;

import java.time.Instant;

import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.security.caller.Role;

/**
 * Somebody who has come by single sign-on.
 *
 * @param role what the newest of their tokens gives them; null if nothing
 */
public record Person(@Id @NonNull String id, @NonNull String name, @Nullable Role role, @NonNull Instant firstSeenAt,
        @NonNull Instant lastSeenAt) {
}
