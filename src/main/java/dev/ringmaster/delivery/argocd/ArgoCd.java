package dev.ringmaster.delivery.argocd;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.delivery.integration.HttpAnswer;
import dev.ringmaster.delivery.integration.HttpApi;
import dev.ringmaster.delivery.integration.Integration;
import dev.ringmaster.delivery.integration.IntegrationException;
import dev.ringmaster.delivery.integration.Kind;
import dev.ringmaster.delivery.integration.Wiring;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Argo CD's REST API. Every request is checked against Argo CD's own Swagger description by the tests. */
public final class ArgoCd implements Integration {

    public static final Kind<ArgoCdConfig, ArgoCd> KIND = new Kind<>("argocd", ArgoCdConfig.class, ArgoCd.class, ArgoCd::of);

    private static final String APPLICATIONS = "/api/v1/applications";

    private final HttpApi api;

    private ArgoCd(HttpApi api) {
        this.api = api;
    }

    private static Optional<ArgoCd> of(ArgoCdConfig config, Wiring wiring) {
        var url = config.url().filter(text -> !text.isBlank());
        var token = config.token().filter(text -> !text.isBlank());
        return url.isEmpty() || token.isEmpty() ? Optional.empty()
                : Optional.of(new ArgoCd(new HttpApi(wiring.vertx(), "Argo CD", URI.create(url.get().replaceFirst("/+$", "")),
                        () -> Map.of("Authorization", "Bearer " + token.get()), config.caCertificate())));
    }

    /** Lists the applications with a label that none has: that needs a valid token, and gives nothing. */
    @Override
    public Uni<String> probe() {
        return call(HttpMethod.GET, APPLICATIONS + "?selector=" + query("ringmaster-probe=none"), null)
                .replaceWith("the token is accepted");
    }

    /** @param refresh whether it is to look at git and at the cluster anew before it answers */
    public Uni<Application> application(String name, boolean refresh) {
        return call(HttpMethod.GET, path(name) + (refresh ? "?refresh=normal" : ""), null)
                .map(answer -> Application.of(answer.json()));
    }

    /**
     * Asks for a sync. Argo CD runs one operation of an application at a time.
     *
     * @param marker names who asks, and is given back with the operation's state
     * @param prune whether resources that are not in git any more are taken away
     * @return false when another operation is under way
     */
    public Uni<Boolean> sync(String name, String marker, boolean prune) {
        var body = new JsonObject().put("name", name).put("prune", prune).put("dryRun", false)
                .put("infos", new JsonArray().add(new JsonObject().put("name", Application.MARKER).put("value", marker)));
        return call(HttpMethod.POST, path(name) + "/sync", body).replaceWith(true)
                .onFailure(ArgoCd::busy).recoverWithItem(false);
    }

    /** Goes back to an entry of the history. @return false when another operation is under way */
    public Uni<Boolean> rollBack(String name, long historyId, boolean prune) {
        return call(HttpMethod.POST, path(name) + "/rollback",
                new JsonObject().put("name", name).put("id", historyId).put("prune", prune)
                        .put("dryRun", false))
                .replaceWith(true).onFailure(ArgoCd::busy).recoverWithItem(false);
    }

    /** Argo CD answers FailedPrecondition, by HTTP 400, with these words. */
    private static boolean busy(Throwable failure) {
        return failure instanceof IntegrationException && String.valueOf(failure.getMessage())
                .contains("another operation is already in progress");
    }

    private Uni<HttpAnswer> call(HttpMethod method, String path, @Nullable JsonObject body) {
        return api.send(method, path, Map.of(), body).invoke(HttpAnswer::required);
    }

    private static String path(String name) {
        return APPLICATIONS + "/" + query(name);
    }

    private static String query(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        api.close();
    }
}
