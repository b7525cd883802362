package dev.ringmaster.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.ringmaster.delivery.dockerhub.DockerHub;
import dev.ringmaster.delivery.integration.IntegrationException;
import io.smallrye.mutiny.Uni;

/** What our client asks is what Docker Hub's OpenAPI description has, and answers of that form are understood. */
class DockerHubContractTest {

    private static final String SECRET = "dckr-secret-that-nobody-may-see";
    private static final Map<String, Object> TAG = Map.of("id", 1, "name", "1.10.0", "last_updated", "2026-01-01T00:00:00Z",
            "status", "active");

    private final ApiDescription description = ApiDescription.of("dockerhub");
    private final StandIn server = new StandIn() {
        @Override
        Reply answer(Request request) {
            faults.addAll(description.faults(request.method(), request.path(), request.query(), request.body()));
            var reply = reply(request);
            if (reply.status() == 200 && reply.body() != null) {
                faults.addAll(description.answerFaults(description.find(request.method(), request.path()).orElseThrow(), 200,
                        reply.body()));
            }
            return reply;
        }
    };
    private final Clients clients = new Clients(Map.of("ringmaster.integrations.dockerhub.enabled", "true",
            "ringmaster.integrations.dockerhub.url", server.url().toString(), "ringmaster.integrations.dockerhub.username",
            "acme",
            "ringmaster.integrations.dockerhub.token", SECRET));
    private final DockerHub hub = clients.hub.dockerHub().orElseThrow();

    private final Map<String, Supplier<Uni<?>>> calls = Map.of("probe", hub::probe,
            "tag", () -> hub.tag("acme/shop", "1.10.0"), "newestRelease", () -> hub.newestRelease("acme/shop"));

    private StandIn.Reply reply(StandIn.Request request) {
        if (request.path().equals("/v2/auth/token")) {
            assertThat(request.header("Authorization")).isEmpty();
            return StandIn.Reply.of(200, Map.of("access_token", "short-lived"));
        }
        assertThat(request.header("Authorization")).isEqualTo("Bearer short-lived");
        if (request.path().endsWith("/tags")) {
            return StandIn.Reply.of(200, Map.of("count", 4, "results", List.of(Map.of("name", "v1.9.0"), TAG,
                    Map.of("name", "latest"), Map.of("name", "2.0.0-rc.1"))));
        }
        return request.path().endsWith("/1.10.0") ? StandIn.Reply.of(200, TAG)
                : StandIn.Reply.of(404, Map.of("message", "tag not found"));
    }

    @AfterEach
    void close() {
        clients.close();
        server.close();
        assertThat(server.faults).isEmpty();
    }

    @Test
    void every_call_of_the_client_is_one_that_docker_hub_describes() {
        assertThat(calls.keySet()).isEqualTo(Calls.of(DockerHub.class));

        calls.values().forEach(call -> Calls.await(call.get()));

        assertThat(server.requests.stream().map(request -> request.method() + " "
                + description.find(request.method(), request.path()).orElseThrow().template()).distinct())
                .containsExactlyInAnyOrderElementsOf(description.operations());
        assertThat(server.asked("POST", "/v2/auth/token")).as("one login for all").isEqualTo(1);
    }

    @Test
    void tags_and_releases() {
        assertThat(Calls.await(hub.tag("acme/shop", "1.10.0"))).isPresent();
        assertThat(Calls.await(hub.tag("acme/shop", "0123abc"))).as("not there yet").isEmpty();
        assertThat(Calls.await(hub.newestRelease("acme/shop")).orElseThrow().name()).isEqualTo("1.10.0");
        assertThatThrownBy(() -> Calls.await(hub.tag("acme/shop/../../x", "1"))).isInstanceOf(IntegrationException.class)
                .hasMessageContaining("no name at Docker Hub");
    }
}
