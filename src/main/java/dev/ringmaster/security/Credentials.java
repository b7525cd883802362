package dev.ringmaster.security;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.security.caller.Caller;
import dev.ringmaster.security.token.ApiTokens;
import io.smallrye.mutiny.Uni;

/** Tells whose a token is: the server's own, which is its owner's, or an API token. */
@ApplicationScoped
class Credentials {

    private final Access access;
    private final ApiTokens tokens;

    Credentials(Access access, ApiTokens tokens) {
        this.access = access;
        this.tokens = tokens;
    }

    /** @return null if it is neither, or is good no more */
    Uni<@Nullable Caller> callerOf(String token) {
        if (access.token().matches(token)) {
            return Uni.createFrom().item(Caller.OWNER);
        }
        return ApiTokens.isShaped(token) ? tokens.callerOf(token).map(found -> found.orElse(null))
                : Uni.createFrom().nullItem();
    }
}
