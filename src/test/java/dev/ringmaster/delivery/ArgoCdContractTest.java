package dev.ringmaster.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.ringmaster.delivery.argocd.ArgoCd;
import dev.ringmaster.delivery.integration.IntegrationException;
import dev.ringmaster.delivery.integration.IntegrationException.Kind;
import io.smallrye.mutiny.Uni;

/** What our client asks is what Argo CD's Swagger describes, and answers of that form are understood. */
class ArgoCdContractTest {

    private static final String TOKEN = "a-token-that-nobody-may-see";

    /** In the form of v1alpha1Application. */
    private static final Map<String, Object> APPLICATION = Map.of(
            "metadata", Map.of("name", "shop"),
            "operation", Map.of("sync", Map.of("revision", "main")),
            "status", Map.of(
                    "sync", Map.of("status", "OutOfSync", "revision", "abc"),
                    "health", Map.of("status", "Degraded", "message", "it is sick"),
                    "summary", Map.of("images", List.of("acme/shop:abc")),
                    "history", List.of(Map.of("id", 7, "revision", "abc", "deployedAt", "2026-01-01T00:00:00Z")),
                    "conditions", List.of(Map.of("type", "SyncError", "message", "no such thing")),
                    "resources", List.of(Map.of("kind", "Deployment", "name", "web", "status", "OutOfSync", "health",
                            Map.of("status", "Degraded", "message", "it restarts")),
                            Map.of("kind", "ConfigMap", "name", "old", "status", "OutOfSync", "requiresPruning", true),
                            Map.of("kind", "Service", "name", "web", "status", "Synced")),
                    "operationState", Map.of("phase", "Failed", "message", "one or more objects failed",
                            "startedAt", "2026-01-01T00:00:00Z",
                            "operation", Map.of("info", List.of(Map.of("name", "ringmaster", "value", "transition-3"))),
                            "syncResult",
                            Map.of("revision", "abc", "resources", List.of(Map.of("group", "apps", "version", "v1",
                                    "namespace", "prod", "kind", "Deployment", "name", "web", "status", "SyncFailed", "message",
                                    "invalid"))))));

    private final ApiDescription description = ApiDescription.of("argocd");
    private Function<StandIn.Request, StandIn.Reply> script = request -> StandIn.Reply.of(200,
            request.path().endsWith("/applications") ? Map.of("items", List.of()) : APPLICATION);
    private final StandIn server = new StandIn() {
        @Override
        Reply answer(Request request) {
            faults.addAll(description.faults(request.method(), request.path(), request.query(), request.body()));
            assertThat(request.header("Authorization")).isEqualTo("Bearer " + TOKEN);
            var reply = script.apply(request);
            if (reply.status() == 200 && reply.body() != null) {
                faults.addAll(description.answerFaults(description.find(request.method(), request.path()).orElseThrow(), 200,
                        reply.body()));
            }
            return reply;
        }
    };
    private final Clients clients = new Clients(Map.of("ringmaster.integrations.argocd.token", TOKEN,
            "ringmaster.integrations.argocd.url", server.url() + "/"));
    private final ArgoCd argo = clients.hub.argoCd().orElseThrow();

    /** By the names of the client's methods. */
    private final Map<String, Supplier<Uni<?>>> calls = Map.of(
            "probe", argo::probe,
            "application", () -> argo.application("shop", true),
            "sync", () -> argo.sync("shop", "transition-3", false),
            "rollBack", () -> argo.rollBack("shop", 7, false));

    @AfterEach
    void close() {
        clients.close();
        server.close();
        assertThat(server.faults).isEmpty();
        assertThat(server.requests).isNotEmpty();
    }

    @Test
    void every_call_of_the_client_is_one_that_argo_cd_describes() {
        assertThat(calls.keySet()).isEqualTo(Calls.of(ArgoCd.class));

        calls.values().forEach(call -> Calls.await(call.get()));

        assertThat(server.requests.stream().map(request -> request.method() + " "
                + description.find(request.method(), request.path()).orElseThrow().template()).distinct())
                .containsExactlyInAnyOrderElementsOf(description.operations());
    }

    @Test
    void an_application_tells_what_is_wrong_with_it() {
        var shop = Calls.await(argo.application("shop", false));

        assertThat(shop.operationPending()).isTrue();
        assertThat(shop.operation().failed()).isTrue();
        assertThat(shop.operation().askedBy()).isEqualTo("transition-3");
        assertThat(shop.images()).containsExactly("acme/shop:abc");
        assertThat(shop.history().getLast().id()).isEqualTo(7);
        assertThat(shop.outOfSync()).containsExactly("Deployment web", "ConfigMap old (to be pruned)");
        assertThat(shop.describe()).contains("OutOfSync, Degraded (it is sick), at abc", "Failed one or more objects failed",
                "SyncError: no such thing", "Deployment web is Degraded: it restarts",
                "Deployment web was not synced: invalid");
    }

    @Test
    void only_who_asks_for_it_has_resources_taken_away() {
        for (boolean prune : List.of(false, true)) {
            Calls.await(argo.sync("shop", "transition-3", prune));
            Calls.await(argo.rollBack("shop", 7, prune));
        }

        assertThat(server.requests).extracting(request -> ApiDescription.read(request.body()).path("prune").asBoolean())
                .containsExactly(false, false, true, true);
    }

    @Test
    void another_operation_under_way_is_waited_for_and_a_refusal_told_without_the_token() {
        script = request -> StandIn.Reply.of(400, Map.of("error", "another operation is already in progress", "code", 9,
                "message", "another operation is already in progress"));
        assertThat(Calls.await(argo.sync("shop", "x", false))).isFalse();
        assertThat(Calls.await(argo.rollBack("shop", 7, false))).isFalse();

        script = request -> StandIn.Reply.of(403,
                Map.of("error", "permission denied", "code", 7, "message", "permission denied"));
        assertThatThrownBy(() -> Calls.await(argo.sync("shop", "x", false))).isInstanceOfSatisfying(IntegrationException.class,
                refused -> assertThat(refused.kind()).isEqualTo(Kind.REFUSED)).hasMessageContaining("permission denied")
                .hasMessageNotContaining(TOKEN);
    }
}
