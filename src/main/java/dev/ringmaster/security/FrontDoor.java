package dev.ringmaster.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * Meets every request first, upgrades to a WebSocket too, before anybody asks who calls: a wrong Host or Origin learns nothing,
 * not even whether a cookie fits.
 */
@ApplicationScoped
class FrontDoor {

    /** Far before Quarkus' CORS (300), authentication (200) and authorization (100). */
    static final int PRIORITY = 100_000;

    private final CallerRules rules;
    private final TokenLogin login;
    private final boolean developing;

    FrontDoor(AccessConfig config, TokenLogin login, LaunchMode mode) {
        this.rules = new CallerRules(config.allowedHosts().orElse(List.of()), config.allowedOrigins().orElse(List.of()));
        this.login = login;
        this.developing = mode == LaunchMode.DEVELOPMENT;
    }

    void register(@Observes Filters filters) {
        filters.register(this::meet, PRIORITY);
    }

    private void meet(RoutingContext request) {
        var path = request.normalizedPath();
        SafeHeaders.addTo(request.response(), path, developing);
        var hosts = hosts(request.request());
        var origins = request.request().headers().getAll(HttpHeaders.ORIGIN);
        var refusal = OpenPaths.isHealth(path) ? Optional.<String> empty() : rules.refuseHost(hosts);
        refusal = refusal.or(() -> rules.refuseOrigin(origins, hosts.isEmpty() ? "" : hosts.get(0)));
        if (refusal.isPresent()) {
            Refusals.forbidden(request, refusal.get());
        } else if (!login.handle(request)) {
            request.next();
        }
    }

    /** In HTTP/2 the authority stands for the Host, and a Host may come with it: both count. */
    private static List<String> hosts(HttpServerRequest request) {
        var hosts = new ArrayList<>(request.headers().getAll(HttpHeaders.HOST));
        var authority = request.authority();
        if (request.version() == HttpVersion.HTTP_2 && authority != null) {
            hosts.add(0, authority.port() > 0 ? authority.host() + ":" + authority.port() : authority.host());
        }
        return hosts;
    }
}
