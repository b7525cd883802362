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
                    "Send a token that is good: 'Authorization: Bearer <token>'.");
        } else if (singleSignOn.isEnabled()) {
            endWithPage(response, DoorPages.singleSignOn(words, Doorway.loginFor(request)));
        } else {
            endWithPage(response, DoorPages.token(access.whereTheTokenIs()));
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
                    DoorPages.noAccess(why));
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
}
