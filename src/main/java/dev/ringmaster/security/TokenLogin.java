package dev.ringmaster.security;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** Trades the token in an address for a cookie, and takes it out of the address before it is kept in a history or sent on. */
@ApplicationScoped
class TokenLogin {

    static final String COOKIE = "ringmaster_token";
    private static final String PARAMETER = "token";
    private static final Duration REMEMBERED = Duration.ofDays(365);

    private final Access access;
    private final Refusals refusals;

    TokenLogin(Access access, Refusals refusals) {
        this.access = access;
        this.refusals = refusals;
    }

    /** @return whether it was a log-in, which is then answered */
    boolean handle(RoutingContext request) {
        if (!request.request().method().equals(HttpMethod.GET) || !SafeHeaders.isPage(request.normalizedPath())
                || !request.queryParams().contains(PARAMETER)) {
            return false;
        }
        var tokens = request.queryParams().getAll(PARAMETER);
        if (tokens.size() == 1 && access.token().matches(tokens.get(0).strip())) {
            request.response().addCookie(cookie(access.token(), request.request().isSSL()));
            request.response().setStatusCode(303).putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader(HttpHeaders.LOCATION, withoutToken(request.request().path(), request.request().query())).end();
        } else {
            refusals.unauthenticated(request);
        }
        return true;
    }

    static Cookie cookie(AccessToken token, boolean secure) {
        return Cookie.cookie(COOKIE, token.reveal()).setHttpOnly(true).setSameSite(CookieSameSite.STRICT).setPath("/")
                .setMaxAge(REMEMBERED.toSeconds()).setSecure(secure);
    }

    /** Two slashes at the start would name another host. */
    static String withoutToken(@Nullable String path, @Nullable String query) {
        var target = "/" + (path == null ? "" : path).replaceFirst("^[/\\\\]+", "");
        var rest = query == null ? ""
                : Arrays.stream(query.split("&", -1)).filter(pair -> !pair.isEmpty() && !isToken(pair))
                        .collect(Collectors.joining("&"));
        return rest.isEmpty() ? target : target + "?" + rest;
    }

    private static boolean isToken(String pair) {
        return pair.equals(PARAMETER) || pair.startsWith(PARAMETER + "=");
    }
}
