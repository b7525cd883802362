package dev.ringmaster.security;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.ringmaster.security.audit.AuditLog;
import dev.ringmaster.security.audit.Deed;
import dev.ringmaster.security.caller.Authentication;
import dev.ringmaster.security.caller.Caller;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code /login}, from where a browser is sent to the provider and to which it comes back, and {@code /logout}. Neither is
 * reached without having logged in: who has not is answered by the challenge.
 */
@ApplicationScoped
class Doorway {

    static final String LOGIN = "/login";
    static final String LOGOUT = "/logout";

    /** After authorization (-100), before the web UI's pages. */
    private static final int ORDER = -50;
    private static final String FROM = "from";
    /** Quarkus' session, which may be cut into several cookies. */
    private static final String SESSION = "q_session";

    private final AuditLog audit;
    private final Optional<String> providerLogout;

    /** @param providerLogout the path at which Quarkus logs out at the provider too, if that is wanted */
    Doorway(AuditLog audit, @ConfigProperty(name = "quarkus.oidc.logout.path") Optional<String> providerLogout) {
        this.audit = audit;
        this.providerLogout = providerLogout;
    }

    void register(@Observes Router router) {
        router.get(LOGIN).order(ORDER).handler(Doorway::arrive);
        router.post(LOGOUT).order(ORDER).handler(this::leave);
    }

    static boolean isLogin(RoutingContext request) {
        return request.request().method().equals(HttpMethod.GET) && LOGIN.equals(request.normalizedPath());
    }

    /** Where somebody logs in who wanted the page of this request, and then gets it. */
    static String loginFor(RoutingContext request) {
        return LOGIN + "?" + FROM + "="
                + URLEncoder.encode(isLogin(request) ? "/" : request.request().uri(), StandardCharsets.UTF_8);
    }

    /** Logged in: on to the page that was wanted. */
    private static void arrive(RoutingContext request) {
        var wanted = request.queryParams().get(FROM);
        request.response().setStatusCode(303).putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.LOCATION, TokenLogin.ownAddress(wanted == null ? "" : wanted)).end();
    }

    /** Takes the cookies away, and says where to go; a log-out at the provider needs the session once more. */
    private void leave(RoutingContext request) {
        var identity = request.user() instanceof QuarkusHttpUser user ? user.getSecurityIdentity() : null;
        var caller = identity == null ? null : Caller.of(identity);
        boolean atProvider = caller != null && caller.authentication() == Authentication.OIDC_SESSION
                && providerLogout.isPresent();
        for (var cookie : request.request().cookies()) {
            if (cookie.getName().equals(TokenLogin.COOKIE) || cookie.getName().startsWith(SESSION) && !atProvider) {
                request.response().addCookie(gone(cookie.getName(), request.request().isSSL()));
            }
        }
        if (caller != null && !atProvider) {
            audit.note(caller, new Deed("LOGOUT", null, null), "OK");
        }
        answer(request, atProvider ? providerLogout.get() : "/");
    }

    /** A program is told where to go; a form is sent there. */
    private static void answer(RoutingContext request, String location) {
        var response = request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (String.valueOf(request.request().getHeader(HttpHeaders.ACCEPT)).contains("text/html")) {
            response.setStatusCode(303).putHeader(HttpHeaders.LOCATION, location).end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
                    .end(new JsonObject().put("location", location).encode());
        }
    }

    private static Cookie gone(String name, boolean secure) {
        return Cookie.cookie(name, "").setHttpOnly(true).setSameSite(CookieSameSite.STRICT).setPath("/").setMaxAge(0)
                .setSecure(secure);
    }
}
