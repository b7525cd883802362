package dev.ringmaster.support.graphql;

import static dev.ringmaster.testing.GraphQlClient.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

import jakarta.inject.Inject;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.security.caller.Authentication;
import dev.ringmaster.security.caller.Caller;
import dev.ringmaster.security.caller.Role;
import dev.ringmaster.support.Peers;
import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GraphQlClient;
import dev.ringmaster.testing.GraphQlFailure;
import dev.ringmaster.testing.GraphQlFeed;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;

@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
@TestProfile(GraphQlSocketIT.Impatient.class)
class GraphQlSocketIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MEBIBYTE = 1024 * 1024;

    /** The limits, short enough to wait for. */
    public static class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("ringmaster.socket.init-timeout", "2S", "ringmaster.socket.keep-alive", "3S",
                    "ringmaster.socket.stall-timeout", "8S", "ringmaster.socket.max-sockets", "20",
                    "ringmaster.socket.max-operations", "4");
        }
    }

    @Inject
    GraphQlSockets sockets;

    @Inject
    GraphQlExecutor executor;

    @Inject
    SocketConfig config;

    @Inject
    OperationGuard guard;

    @Inject
    Peers peers;

    @Inject
    MeterRegistry metrics;

    @Inject
    Vertx vertx;

    private final GraphQlClient client = GraphQlClient.ofThisTest();

    @AfterEach
    void close() {
        client.close();
        await().atMost(PATIENCE).until(() -> gauge("ringmaster.graphql.sockets") == 0);
    }

    @Test
    void a_stream_comes_in_order_and_ends() {
        try (var feed = client.subscribe("subscription {probeCount(to: 1000)}", Map.of())) {
            for (int i = 0; i < 1000; i++) {
                assertThat(feed.next().path("probeCount").asInt()).isEqualTo(i);
            }
            assertType(feed.message(), "complete");
        }
    }

    @Test
    void queries_and_mutations_run_as_the_caller() {
        try (var feed = client.subscribe("{probeCaller probeBlocking}", Map.of())) {
            var data = feed.next();
            assertThat(data.path("probeCaller").asText()).isEqualTo("owner");
            assertThat(data.path("probeBlocking").asText()).startsWith("executor-thread");
            assertType(feed.message(), "complete");

            feed.send(subscription("1", "mutation($i: InputInput!) {probeLength(input: $i)}",
                    Map.of("i", Map.of("text", "abc"))));
            assertThat(feed.next().path("probeLength").asInt()).isEqualTo(3);
        }
    }

    @Test
    void fields_of_a_streams_items_are_fetched_in_batches_too() {
        try (var feed = client.subscribe("subscription {probeNodes(to: 3) {number doubled deeper {doubled}}}", Map.of())) {
            for (int i = 0; i < 3; i++) {
                var node = feed.next().path("probeNodes");
                assertThat(node.path("doubled").asInt()).isEqualTo(2 * i);
                assertThat(node.path("deeper").path("doubled").asInt()).isEqualTo(2 * i + 2);
            }
            assertType(feed.message(), "complete");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "subscription {probeUnmade} | NOT_FOUND",
            "subscription {probeBreak(after: 0)} | CONFLICT",
            "subscription {nonsense} | VALIDATION", "subscription { | VALIDATION", "{probeCrash} | INTERNAL" })
    void what_fails_ends_with_an_error_that_has_a_code_and_the_socket_goes_on(String query, String code) {
        try (var feed = client.subscribe(query, Map.of())) {
            var error = feed.message();
            assertType(error, "error");
            assertThat(error.path("payload").path(0).path("extensions").path("code").asText()).isEqualTo(code);

            feed.send(subscription("1", "{probeCaller}", Map.of()));
            assertThat(feed.next().path("probeCaller").asText()).isEqualTo("owner");
        }
    }

    @Test
    void a_stream_that_breaks_gives_what_it_had_and_then_the_error() {
        try (var feed = client.subscribe("subscription {probeBreak(after: 2)}", Map.of())) {
            assertThat(feed.next().path("probeBreak").asInt()).isZero();
            assertThat(feed.next().path("probeBreak").asInt()).isEqualTo(1);
            assertThatExceptionOfType(GraphQlFailure.class).isThrownBy(feed::next)
                    .satisfies(failure -> assertThat(failure.codes()).containsExactly("CONFLICT"));
        }
    }

    @Test
    void ends_the_stream_when_the_client_has_enough_and_when_it_is_gone() {
        try (var feed = client.subscribe("subscription {probeSilence}", Map.of())) {
            await().atMost(PATIENCE).until(() -> ProbeApi.SILENT.get() == 1);
            feed.send("{\"type\":\"complete\",\"id\":\"1\"}");
            await().atMost(PATIENCE).until(() -> ProbeApi.SILENT.get() == 0);

            feed.send(subscription("1", "subscription {probeSilence}", Map.of()));
            await().atMost(PATIENCE).until(() -> ProbeApi.SILENT.get() == 1);
            assertThat(gauge("ringmaster.graphql.socket.operations")).isEqualTo(1);
        }
        await().atMost(PATIENCE).until(() -> ProbeApi.SILENT.get() == 0);
    }

    @Test
    void keeps_the_rules_of_the_protocol() {
        var early = client.connect();
        early.send(subscription("1", "{probeCaller}", Map.of()));
        assertClosed(early, 4401);
        assertClosed(client.connect(), 4408);
        var twice = client.subscribe("subscription {probeSilence}", Map.of());
        twice.send("{\"type\":\"connection_init\"}");
        assertClosed(twice, 4429);
        var duplicate = client.subscribe("subscription {probeSilence}", Map.of());
        duplicate.send(subscription("1", "subscription {probeSilence}", Map.of()));
        assertClosed(duplicate, 4409);
        var nonsense = client.connect();
        nonsense.send("nonsense");
        assertClosed(nonsense, 4400);
        var big = client.connect();
        big.send("x".repeat(70_000));
        assertClosed(big, 1009);
    }

    @Test
    void answers_pings_and_bounds_the_operations_of_a_socket() {
        try (var feed = client.subscribe("subscription {probeSilence}", Map.of())) {
            feed.send("{\"type\":\"ping\"}");
            assertType(feed.message(), "pong");
            for (int i = 2; i <= 5; i++) {
                feed.send(subscription(String.valueOf(i), "subscription {probeSilence}", Map.of()));
            }
            var error = feed.message();
            assertType(error, "error");
            assertThat(error.path("id").asText()).isEqualTo("5");
            await().atMost(PATIENCE).until(() -> ProbeApi.SILENT.get() == 4);
        }
    }

    @Test
    void speaks_one_protocol_only() throws IOException {
        for (var protocol : List.of("X-None: 1", "Sec-WebSocket-Protocol: graphql-ws")) {
            try (var socket = new RawWebSocket(client.base(), List.of(authorization(), protocol))) {
                assertThat(socket.status()).isEqualTo(101);
                assertThat(socket.closeCode()).isEqualTo(4406);
            }
        }
    }

    @Test
    void refuses_the_upgrade_of_a_stranger() throws IOException {
        assertUpgrade(401);
        assertUpgrade(401, "Authorization: Bearer " + "x".repeat(43));
        assertUpgrade(401, "Cookie: ringmaster_token=x");
        assertUpgrade(403, authorization(), "Host: evil.example");
        assertUpgrade(403, authorization(), "Origin: https://evil.example");
        assertUpgrade(403, "Cookie: ringmaster_token=" + client.token(), "Origin: null");
        assertUpgrade(101, "Cookie: ringmaster_token=" + client.token(), "Origin: http://" + client.base().getAuthority());
    }

    @Test
    void gives_a_silent_peer_up() throws IOException {
        try (var socket = raw()) {
            socket.send("{\"type\":\"connection_init\"}");
            assertThat(socket.closeCode()).isEqualTo(1001);
        }
    }

    @Test
    void a_client_that_does_not_read_costs_little_is_ended_and_disturbs_nobody() throws IOException {
        ProbeApi.FLOODED.set(0);
        try (var stalled = raw(); var live = client.subscribe("subscription {probeFlood(size: 100, lane: 1)}", Map.of())) {
            stalled.send("{\"type\":\"connection_init\"}");
            for (int i = 0; i < 4; i++) {
                stalled.send(subscription("s" + i, "subscription {probeFlood(size: 30000, lane: 0)}", Map.of()));
            }
            await().atMost(PATIENCE).until(() -> gauge("ringmaster.graphql.socket.queued") > 200_000);
            long produced = ProbeApi.FLOODED.get();

            for (int i = 0; i < 2_000; i++) {
                assertThat(live.next().path("probeFlood").asText()).hasSize(100);
                assertThat(gauge("ringmaster.graphql.socket.queued")).isLessThan(MEBIBYTE);
            }
            assertThat(ProbeApi.FLOODED.get()).isPositive().isLessThanOrEqualTo(produced + 8);

            await().atMost(PATIENCE).until(() -> {
                live.messages().clear();
                return gauge("ringmaster.graphql.sockets") == 1;
            });
            assertThat(gauge("ringmaster.graphql.socket.operations")).isEqualTo(1);
        }
    }

    @Test
    void refuses_more_sockets_than_it_may_have() {
        var open = new ArrayList<GraphQlFeed>();
        for (int i = 0; i < 20; i++) {
            open.add(client.subscribe("subscription {probeSilence}", Map.of()));
        }
        assertThatExceptionOfType(CompletionException.class).isThrownBy(client::connect)
                .havingCause().isInstanceOf(WebSocketHandshakeException.class);
        open.forEach(GraphQlFeed::close);
    }

    @ParameterizedTest
    @CsvSource({ "0", "2" })
    void tells_its_clients_to_come_back_when_it_goes(int delaySeconds) throws Exception {
        var leaving = new GraphQlSockets(vertx, config, executor, guard, peers, new SimpleMeterRegistry(),
                Optional.of(Duration.ofSeconds(delaySeconds)));
        try (var server = new Guests(leaving, guest(null))) {
            var feed = server.client().subscribe("subscription {probeSilence}", Map.of());
            await().atMost(PATIENCE).until(() -> ProbeApi.SILENT.get() == 1);

            leaving.onShutdownAnnounced(new ShutdownDelayInitiatedEvent());

            assertClosed(feed, 1012);
            assertThat(leaving.hasRoom()).isFalse();
            assertClosed(server.client().connect(), 1012);
            await().atMost(PATIENCE).until(() -> ProbeApi.SILENT.get() == 0);
        }
    }

    @Test
    void ends_with_the_login_of_its_caller() {
        try (var server = new Guests(sockets, guest(Instant.now().plusSeconds(1)))) {
            var feed = server.client().subscribe("{probeCaller}", Map.of());
            assertThat(feed.next().path("probeCaller").asText()).isEqualTo("guest");
            assertType(feed.message(), "complete");
            assertClosed(feed, 4403);
        }
    }

    /** With the owner's rights, whom nothing but time takes the login from. */
    private static SecurityIdentity guest(@Nullable Instant until) {
        return new Caller("guest", Caller.OWNER.id(), Role.ADMIN, Authentication.ACCESS_TOKEN, until).identity();
    }

    /** A server that takes everybody for the same guest, and opens their sockets at once. */
    private final class Guests implements AutoCloseable {

        private final HttpServer server;
        private final GraphQlClient client;

        Guests(GraphQlSockets sockets, SecurityIdentity caller) {
            server = vertx.createHttpServer(new HttpServerOptions().addWebSocketSubProtocol("graphql-transport-ws"))
                    .requestHandler(request -> request.toWebSocket()
                            .onSuccess(socket -> sockets.open(socket, request.connection(), caller)))
                    .listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
            client = new GraphQlClient(URI.create("http://127.0.0.1:" + server.actualPort() + "/"), "unused");
        }

        GraphQlClient client() {
            return client;
        }

        @Override
        public void close() {
            client.close();
            server.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private RawWebSocket raw() throws IOException {
        return new RawWebSocket(client.base(), List.of(authorization(), "Sec-WebSocket-Protocol: graphql-transport-ws"));
    }

    private void assertUpgrade(int status, String... headers) throws IOException {
        var all = new ArrayList<>(List.of(headers));
        all.add("Sec-WebSocket-Protocol: graphql-transport-ws");
        try (var socket = new RawWebSocket(client.base(), all)) {
            assertThat(socket.status()).as("%s", all).isEqualTo(status);
        }
    }

    private String authorization() {
        return "Authorization: Bearer " + client.token();
    }

    private double gauge(String name) {
        return metrics.get(name).gauge().value();
    }

    private static void assertType(JsonNode message, String type) {
        assertThat(message.path("type").asText()).as("%s", message).isEqualTo(type);
    }

    private static void assertClosed(GraphQlFeed feed, int code) {
        var message = feed.message();
        assertType(message, "closed");
        assertThat(message.path("code").asInt()).isEqualTo(code);
    }
}
