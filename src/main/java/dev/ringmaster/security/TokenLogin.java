package dev.ringmaster.security;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.security.audit.AuditLog;
import dev.ringmaster.security.audit.Deed;
import dev.ringmaster.security.caller.Caller;
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

    private final Credentials credentials;
    private final Refusals refusals;
    private final AuditLog audit;

    TokenLogin(Credentials credentials, Refusals refusals, AuditLog audit) {
        this.credentials = credentials;
        this.refusals = refusals;
        this.audit = audit;
    }

    /** @return whether it was a log-in, which then is or will be answered */
    boolean handle(RoutingContext request) {
        if (!request.request().method().equals(HttpMethod.GET) || !SafeHeaders.isPage(request.normalizedPath())
                || !request.queryParams().contains(PARAMETER)) {
            return false;
        }
        var tokens = request.queryParams().getAll(PARAMETER);
        if (tokens.size() == 1) {
            var token = tokens.get(0).strip();
            credentials.callerOf(token).subscribe().with(caller -> {
                if (caller == null) {
                    refusals.unauthenticated(request);
                } else {
                    accept(request, token, caller);
                }
            }, request::fail);
        } else {
            refusals.unauthenticated(request);
        }
        return true;
    }

    private void accept(RoutingContext request, String token, Caller caller) {
        audit.note(caller, new Deed("LOGIN", null, null), "OK");
        request.response().addCookie(cookie(token, caller, request.request().isSSL()));
        request.response().setStatusCode(303).putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.LOCATION, withoutToken(request.request().path(), request.request().query())).end();
    }

    /** Kept for a year, or as long as the token holds. */
    static Cookie cookie(String token, Caller caller, boolean secure) {
        var kept = caller.expiresAt() == null ? REMEMBERED : Duration.between(Instant.now(), caller.expiresAt());
        return Cookie.cookie(COOKIE, token).setHttpOnly(true).setSameSite(CookieSameSite.STRICT).setPath("/")
                .setMaxAge(Math.max(1, Math.min(REMEMBERED.toSeconds(), kept.toSeconds()))).setSecure(secure);
    }

    static String withoutToken(@Nullable String path, @Nullable String query) {
        var target = ownAddress(path == null ? "" : path);
        var rest = query == null ? ""
                : Arrays.stream(query.split("&", -1)).filter(pair -> !pair.isEmpty() && !isToken(pair))
                        .collect(Collectors.joining("&"));
        return rest.isEmpty() ? target : target + "?" + rest;
    }

    /** Two slashes at the start would name another host, and browsers drop control characters before they look. */
    static String ownAddress(String address) {
        return "/" + address.replaceAll("\\p{Cntrl}", "").replaceFirst("^[/\\\\]+", "");
    }

    private static boolean isToken(String pair) {
        return pair.equals(PARAMETER) || pair.startsWith(PARAMETER + "=");
    }
}
