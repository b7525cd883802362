package dev.ringmaster.security;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.support.ErrorCode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Turns callers away: a page for people, JSON in the form of a GraphQL answer for programs. */
@ApplicationScoped
class Refusals {

    static final String CHALLENGE = "Bearer realm=\"ringmaster\"";

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Ringmaster: log in</title>
            <h1>Ringmaster</h1>
            <p>Log in with the access token: open the address that the server printed when it was first started, or enter the
            token here. The token %s.</p>
            <form method="get" action="/"><input type="password" name="token" aria-label="Access token" autofocus required>
            <button>Log in</button></form>
            </html>
            """;

    private final Access access;

    Refusals(Access access) {
        this.access = access;
    }

    void unauthenticated(RoutingContext request) {
        var response = request.response().setStatusCode(401).putHeader("WWW-Authenticate", CHALLENGE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (wantsPage(request)) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                    .end(PAGE.formatted(escaped(access.whereTheTokenIs())));
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8").end(json(ErrorCode.UNAUTHENTICATED,
                    "Send the server's access token: 'Authorization: Bearer <token>'."));
        }
    }

    static void forbidden(RoutingContext request, String why) {
        request.response().setStatusCode(403).putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8").end(json(ErrorCode.FORBIDDEN, why));
    }

    private static boolean wantsPage(RoutingContext request) {
        var accept = request.request().getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains("text/html") && SafeHeaders.isPage(request.normalizedPath());
    }

    private static String json(ErrorCode code, String message) {
        var error = new JsonObject().put("message", message).put("extensions", new JsonObject().put("code", code.name()));
        return new JsonObject().put("errors", new JsonArray().add(error)).encode();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
