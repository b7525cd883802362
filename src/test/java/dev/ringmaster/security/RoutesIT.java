package dev.ringmaster.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import jakarta.inject.Inject;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.ringmaster.security.caller.Role;
import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GraphQlClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;

/** Every route of the running server, as its router and its REST description tell them, by everybody who might call it. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
class RoutesIT {

    /** Routes that nobody but an admin reaches, and that is meant so: Quarkus' pages, which production does not have. */
    private static final Set<String> ADMINS = Set.of("/q/graphql-ui", "/q/health-ui", "/q/swagger-ui");

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH");

    @Inject
    Router router;

    private final GraphQlClient owner = GraphQlClient.ofThisTest();
    private final Visitor visitor = new Visitor(owner.base());

    @AfterEach
    void close() {
        visitor.close();
        owner.close();
    }

    private Set<String> routes() throws Exception {
        var paths = new TreeSet<String>();
        collect("", router, paths);
        var described = new JsonMapper().readTree(owner.get("/q/openapi?format=json").body()).path("paths");
        described.fieldNames().forEachRemaining(path -> paths.add(path.replaceAll("\\{\\w+}", "x")));
        assertThat(paths).contains("/graphql", "/api/metrics/summary", "/api/metrics/by-card/x", "/q/metrics");
        return paths;
    }

    private static void collect(String base, Router router, Set<String> paths) throws Exception {
        for (Route route : router.getRoutes()) {
            var path = base + (route.getPath() == null ? "" : route.getPath().replaceAll(":\\w+", "x"));
            var below = below(route);
            if (below != null) {
                collect(path.replaceAll("/$", ""), below, paths);
            } else if (path.startsWith("/")) {
                paths.add(path);
            }
        }
    }

    /** The router that is mounted at a route, which Vert.x 4 tells nobody: it is what the route's handler is a method of. */
    private static @Nullable Router below(Route route) throws Exception {
        var state = read(route, "state");
        if (read(state, "contextHandlers") instanceof List<?> handlers) {
            for (var handler : handlers) {
                for (var captured : handler.getClass().getDeclaredFields()) {
                    captured.setAccessible(true);
                    if (captured.get(handler) instanceof Router router) {
                        return router;
                    }
                }
            }
        }
        return null;
    }

    private static Object read(Object object, String field) throws Exception {
        var found = object.getClass().getDeclaredField(field);
        found.setAccessible(true);
        return found.get(object);
    }

    @Test
    void somebody_has_decided_about_each_who_may_reach_it() throws Exception {
        assertThat(routes()).allSatisfy(path -> assertThat(isDecided(path))
                .as("%s: give it a role in PathRoles, or list it here as an admin's", path).isTrue());
    }

    private static boolean isDecided(String path) {
        return ADMINS.contains(path) || OpenPaths.isOpen(HttpMethod.GET, path) || OpenPaths.isOpen(HttpMethod.POST, path)
                || PathRoles.listed(HttpMethod.GET, path).isPresent();
    }

    @Test
    void a_viewer_reads_what_is_theirs_and_reaches_nothing_else() throws Exception {
        var token = Visitor.token(owner, "routes " + System.nanoTime(), "VIEWER");
        var refused = new ArrayList<String>();
        for (var path : withUnknown(routes())) {
            for (var method : METHODS) {
                if (OpenPaths.isOpen(HttpMethod.valueOf(method), path) || path.equals(Doorway.LOGOUT)) {
                    continue;
                }
                var answer = visitor.send(method, path, "", Visitor.bearer(token));
                if (PathRoles.listed(HttpMethod.valueOf(method), path).filter(Role.VIEWER::covers).isPresent()) {
                    assertThat(answer.statusCode()).as("%s %s", method, path).isNotIn(401, 403);
                } else {
                    assertThat(answer.statusCode()).as("%s %s", method, path).isEqualTo(403);
                    assertThat(answer.body()).contains("\"code\":\"FORBIDDEN\"", "viewer");
                    refused.add(method + " " + path);
                }
            }
        }
        assertThat(refused).contains("GET /api/unheard-of", "POST /api/metrics/summary", "GET /q/unheard-of");
    }

    @Test
    void a_revoked_token_reaches_nothing() throws Exception {
        var token = Visitor.created(owner, "routes " + System.nanoTime(), "ADMIN");
        assertThat(visitor.send("GET", "/q/metrics", "", Visitor.bearer(token.value())).statusCode()).isEqualTo(200);
        Visitor.revoke(owner, token.id());

        for (var path : withUnknown(routes())) {
            for (var method : METHODS) {
                assertThat(visitor.send(method, path, "", Visitor.bearer(token.value())).statusCode())
                        .as("%s %s", method, path).isEqualTo(401);
            }
        }
    }

    private static Set<String> withUnknown(Set<String> routes) {
        var all = new TreeSet<>(routes);
        all.addAll(List.of("/api/unheard-of", "/q/unheard-of", "/graphql/unheard-of"));
        return all;
    }
}
