package dev.ringmaster.security;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Knows the owner by the token, in an Authorization header or in the cookie. */
@ApplicationScoped
class TokenAuthentication implements HttpAuthenticationMechanism {

    private static final String BEARER = "Bearer ";
    private static final SecurityIdentity OWNER = QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal("owner")).addRole("admin").build();

    private final Access access;
    private final Refusals refusals;

    TokenAuthentication(Access access, Refusals refusals) {
        this.access = access;
        this.refusals = refusals;
    }

    /** A header that does not fit is an error; an old cookie is as good as none. */
    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager identities) {
        var header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null) {
            return access.token().matches(bearer(header)) ? Uni.createFrom().item(OWNER)
                    : Uni.createFrom().failure(new AuthenticationFailedException());
        }
        var cookie = request.request().getCookie(TokenLogin.COOKIE);
        return cookie != null && access.token().matches(cookie.getValue()) ? Uni.createFrom().item(OWNER)
                : Uni.createFrom().nullItem();
    }

    private static @Nullable String bearer(String header) {
        return header.regionMatches(true, 0, BEARER, 0, BEARER.length()) ? header.substring(BEARER.length()).strip() : null;
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", Refusals.CHALLENGE));
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext request) {
        refusals.unauthenticated(request);
        return Uni.createFrom().item(true);
    }
}
