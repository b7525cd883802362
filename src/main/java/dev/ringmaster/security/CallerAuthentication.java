package dev.ringmaster.security;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.security.caller.Caller;
import dev.ringmaster.security.oidc.SingleSignOn;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Knows callers by a token, in an Authorization header or in the cookie, and asks Quarkus' OpenID mechanism about all others
 * where single sign-on is enabled. It stands for all mechanisms, so that nobody is sent to the provider who has not asked for
 * it: a program would follow the redirect into a page that it cannot read.
 */
@Alternative
@Priority(1)
@ApplicationScoped
class CallerAuthentication implements HttpAuthenticationMechanism {

    private static final Logger LOG = Logger.getLogger(CallerAuthentication.class);
    private static final String BEARER = "Bearer ";
    /** Set on a request that has come back from the provider and could not be completed. */
    private static final String INCOMPLETE = "ringmaster.login.incomplete";

    private final Credentials credentials;
    private final SingleSignOn singleSignOn;
    private final OidcAuthenticationMechanism oidc;
    private final Refusals refusals;

    CallerAuthentication(Credentials credentials, SingleSignOn singleSignOn, OidcAuthenticationMechanism oidc,
            Refusals refusals) {
        this.credentials = credentials;
        this.singleSignOn = singleSignOn;
        this.oidc = oidc;
        this.refusals = refusals;
    }

    /** A header that does not fit is an error; an old cookie is as good as none. */
    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager identities) {
        var header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        var cookie = request.request().getCookie(TokenLogin.COOKIE);
        var token = header != null ? bearer(header) : cookie != null ? cookie.getValue() : null;
        return callerOf(token).flatMap(caller -> {
            if (caller != null) {
                return Uni.createFrom().item(caller.identity());
            }
            if (singleSignOn.isEnabled()) {
                return atProvider(request, identities);
            }
            return header == null ? Uni.createFrom().nullItem() : Uni.createFrom().failure(new AuthenticationFailedException());
        });
    }

    private Uni<@Nullable Caller> callerOf(@Nullable String token) {
        return token == null ? Uni.createFrom().nullItem() : credentials.callerOf(token);
    }

    private Uni<SecurityIdentity> atProvider(RoutingContext request, IdentityProviderManager identities) {
        return oidc.authenticate(request, identities)
                .onFailure(AuthenticationCompletionException.class).transform(failure -> {
                    LOG.warnf("login.incomplete: %s", failure.getMessage());
                    request.put(INCOMPLETE, true);
                    return new AuthenticationFailedException(failure);
                })
                // Whatever it remembers for the challenge: that is given here.
                .onTermination().invoke(() -> request.remove(HttpAuthenticationMechanism.class.getName()));
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
        if (request.get(INCOMPLETE) != null) {
            refusals.loginFailed(request);
        } else if (singleSignOn.isEnabled() && Doorway.isLogin(request)) {
            return oidc.sendChallenge(request);
        } else {
            refusals.unauthenticated(request);
        }
        return Uni.createFrom().item(true);
    }
}
