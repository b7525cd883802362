package dev.ringmaster.security;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.security.caller.Caller;
import dev.ringmaster.security.oidc.SingleSignOn;
import dev.ringmaster.support.ErrorCode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
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

    /** The address on the link keeps the page that was wanted. */
    private static final String SINGLE_SIGN_ON_PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Ringmaster: log in</title>
            <h1>Ringmaster</h1>
            <p>%s</p>
            <p><a href="%s">Log in with single sign-on</a></p>
            <details><summary>Use a token instead</summary>
            <form method="get" action="/"><input type="password" name="token" aria-label="Access token" required>
            <button>Log in</button></form></details>
            </html>
            """;

    private static final String NO_ROLE_PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Ringmaster: no access</title>
            <h1>Ringmaster</h1>
            <p>%s</p>
            <form method="post" action="/logout"><button>Log out</button></form>
            </html>
            """;

    private final Access access;
    private final SingleSignOn singleSignOn;

    Refusals(Access access, SingleSignOn singleSignOn) {
        this.access = access;
        this.singleSignOn = singleSignOn;
    }

    void unauthenticated(RoutingContext request) {
        unauthenticated(request, "Log in to go on.");
    }

    /** The provider has sent somebody back without a login. */
    void loginFailed(RoutingContext request) {
        unauthenticated(request, "The log-in was not completed: the provider refused it, or it took too long. Try again; "
                + "if it happens each time, the server's log says why.");
    }

    private void unauthenticated(RoutingContext request, String words) {
        var response = request.response().setStatusCode(401).putHeader("WWW-Authenticate", CHALLENGE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (!wantsPage(request)) {
            endWithJson(response, ErrorCode.UNAUTHENTICATED,
                    "Send the server's access token: 'Authorization: Bearer <token>'.");
        } else if (singleSignOn.isEnabled()) {
            endWithPage(response, SINGLE_SIGN_ON_PAGE.formatted(escaped(words), escaped(Doorway.loginFor(request))));
        } else {
            endWithPage(response, PAGE.formatted(escaped(access.whereTheTokenIs())));
        }
    }

    /** @param caller null for somebody of whom no more is known than that a login of theirs is good */
    void noRole(RoutingContext request, @Nullable Caller caller) {
        var why = caller == null || caller.role() == null
                ? "You are logged in" + (caller == null ? "" : " as " + caller.name())
                        + ", but have no role here. Ask an admin of this server for one."
                : "Your role, " + caller.role().key() + ", does not reach this. Ask an admin.";
        if (wantsPage(request)) {
            endWithPage(request.response().setStatusCode(403).putHeader(HttpHeaders.CACHE_CONTROL, "no-store"),
                    NO_ROLE_PAGE.formatted(escaped(why)));
        } else {
            forbidden(request, why);
        }
    }

    static void forbidden(RoutingContext request, String why) {
        endWithJson(request.response().setStatusCode(403).putHeader(HttpHeaders.CACHE_CONTROL, "no-store"),
                ErrorCode.FORBIDDEN, why);
    }

    private static void endWithPage(HttpServerResponse response, String page) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8").end(page);
    }

    private static void endWithJson(HttpServerResponse response, ErrorCode code, String message) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8").end(json(code, message));
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
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
