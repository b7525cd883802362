package dev.ringmaster.security.token;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.security.caller.Role;

/** An API token that was just made: the one time that its value is told. */
public record NewApiToken(@Id @NonNull UUID id, @NonNull String name, @NonNull Role role, @Nullable Instant expiresAt,
        @NonNull @Description("The token itself. It is told this once and cannot be had again.") String value) {

    static NewApiToken of(ApiToken token, TokenSecret secret) {
        return new NewApiToken(token.id(), token.name(), token.role(), token.expiresAt(), secret.reveal());
    }

    /** Never the value. */
    @Override
    public String toString() {
        return "NewApiToken[" + name + "]";
    }
}
