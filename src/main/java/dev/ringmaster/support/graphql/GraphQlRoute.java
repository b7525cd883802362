package dev.ringmaster.support.graphql;

import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import graphql.ExecutionResult;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.impl.ServerCookie;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/**
 * {@code /graphql}, over HTTP and WebSocket. It stands before SmallRye's own handlers, which therefore never see a request:
 * they
 * answer a GET, take other content types, give errors no code and write to a socket without looking whether it is full.
 */
@ApplicationScoped
class GraphQlRoute {

    static final String PATH = "/graphql";
    static final long MAX_BODY_BYTES = 4L * 1024 * 1024;

    /** After authentication (-200) and before SmallRye's socket handler (-99); the caller is therefore looked at here. */
    private static final int UPGRADE_ORDER = -150;
    /** After authorization (-100). */
    private static final int REQUEST_ORDER = -50;

    private final GraphQlExecutor executor;
    private final GraphQlSockets sockets;

    GraphQlRoute(GraphQlExecutor executor, GraphQlSockets sockets) {
        this.executor = executor;
        this.sockets = sockets;
    }

    void register(@Observes Router router) {
        var body = BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES);
        router.route(PATH).order(UPGRADE_ORDER).handler(this::upgrade);
        router.route(PATH).order(REQUEST_ORDER).handler(GraphQlRoute::requireJsonPost).handler(request -> {
            request.request().resume();
            body.handle(request);
        }).handler(this::execute).failureHandler(GraphQlRoute::failed);
    }

    /** Lets go on what is no upgrade, and who is nobody: authorization refuses those. */
    private void upgrade(RoutingContext request) {
        var caller = caller(request);
        if (!request.request().headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true) || caller == null) {
            request.next();
        } else if (!sockets.hasRoom()) {
            answer(request, 503, Answers.invalid("Too many WebSockets are open, try again later."));
        } else {
            keepCookies(request);
            request.request().toWebSocket()
                    .onSuccess(socket -> sockets.open(socket, request.request().connection(), caller))
                    .onFailure(refused -> request.response().close());
        }
    }

    /**
     * A session may have been renewed while the caller was looked at. Vert.x sends an upgrade with the answer's headers, but
     * without its cookies.
     */
    private static void keepCookies(RoutingContext request) {
        for (var cookie : request.request().cookies()) {
            if (cookie instanceof ServerCookie set && set.isChanged()) {
                request.response().headers().add(HttpHeaders.SET_COOKIE, set.encode());
            }
        }
    }

    private static @Nullable SecurityIdentity caller(RoutingContext request) {
        return request.user() instanceof QuarkusHttpUser user && !user.getSecurityIdentity().isAnonymous()
                ? user.getSecurityIdentity()
                : null;
    }

    /** A form can send neither, so no page can make a browser call this without being asked for its origin. */
    private static void requireJsonPost(RoutingContext request) {
        if (!request.request().method().equals(HttpMethod.POST)) {
            request.response().putHeader(HttpHeaders.ALLOW, "POST");
            answer(request, 405, Answers.invalid("GraphQL takes POST requests and WebSockets."));
        } else if (!isJson(request.request().getHeader(HttpHeaders.CONTENT_TYPE))) {
            answer(request, 415, Answers.invalid("GraphQL takes requests of the content type application/json."));
        } else {
            request.next();
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private void execute(RoutingContext request) {
        var caller = caller(request);
        var text = request.body().asString();
        var operation = text == null ? null : Requests.parse(text);
        if (caller == null) {
            request.fail(401);
        } else if (operation == null || !Requests.isWellFormed(operation)) {
            answer(request, 400, Answers.invalid("The body must be a JSON object with a query, and variables if it has any."));
        } else {
            var context = Vertx.currentContext();
            var lease = new GraphQlExecutor.Lease[1];
            lease[0] = executor.execute(operation, caller, result -> context.runOnContext(now -> {
                answer(request, 200, withoutStream(result));
                lease[0].end();
            }));
        }
    }

    private static ExecutionResult withoutStream(ExecutionResult result) {
        return result.getData() instanceof Publisher<?> ? Answers.invalid("GraphQL subscriptions need a WebSocket.") : result;
    }

    private static void failed(RoutingContext request) {
        if (request.statusCode() == 413) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
            answer(request, 413, Answers.invalid("The request is bigger than " + MAX_BODY_BYTES / 1024 / 1024 + " MB."));
        } else if (request.failure() != null) {
            answer(request, 500, Answers.failure(request.failure()));
        } else {
            request.next();
        }
    }

    private static void answer(RoutingContext request, int status, ExecutionResult result) {
        if (!request.response().ended() && !request.response().closed()) {
            request.response().setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8").end(Answers.write(result));
        }
    }
}
