package dev.ringmaster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Talks to a server through its GraphQL interface, as any client would: to the one under {@code @QuarkusTest} or to another.
 */
public final class GraphQlClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE)
            .build();
    private final URI base;
    private final String token;

    /** @param base such as {@code http://127.0.0.1:8080/} */
    public GraphQlClient(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /** A client of a server in another process, with the token from its home. */
    public static GraphQlClient of(URI base, Path home) {
        try {
            return new GraphQlClient(base, Files.readString(home.resolve("token")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client of the server that the running {@code @QuarkusTest} has started. */
    public static GraphQlClient ofThisTest() {
        var config = ConfigProvider.getConfig();
        var base = URI.create("http://127.0.0.1:" + config.getValue("quarkus.http.test-port", Integer.class) + "/");
        return of(base, config.getValue("ringmaster.home", Path.class));
    }

    public URI base() {
        return base;
    }

    public String token() {
        return token;
    }

    /** @return the answer's data. @throws GraphQlFailure if the answer has errors */
    public JsonNode query(String text) {
        return query(text, Map.of());
    }

    /**
     * Runs a query or a mutation.
     *
     * @return the answer's data
     * @throws GraphQlFailure if the answer has errors
     */
    public JsonNode query(String text, Map<String, ?> variables) {
        var answer = parse(post(request(text, variables)).body());
        if (answer.has("errors")) {
            throw new GraphQlFailure(answer.get("errors"));
        }
        return answer.path("data");
    }

    /** Sends a body to /graphql as it is. */
    public HttpResponse<String> post(String body) {
        return send(HttpRequest.newBuilder(base.resolve("/graphql")).header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token).timeout(PATIENCE).POST(BodyPublishers.ofString(body)));
    }

    /** Gets a path, with the token. */
    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + token).timeout(PATIENCE));
    }

    /** Runs a GraphQL subscription in a socket of its own, under the id {@code 1}. */
    public GraphQlFeed subscribe(String text, Map<String, ?> variables) {
        var feed = connect();
        feed.send("{\"type\":\"connection_init\"}");
        var acknowledgement = feed.message();
        if (!acknowledgement.path("type").asText().equals("connection_ack")) {
            throw new AssertionError("Instead of an acknowledgement came " + acknowledgement);
        }
        feed.send(subscription("1", text, variables));
        return feed;
    }

    /** Opens a socket and says nothing yet. */
    public GraphQlFeed connect() {
        return connect("Authorization", "Bearer " + token);
    }

    /** Opens a socket with a header of another way to log in. */
    public GraphQlFeed connect(String header, String value) {
        var feed = new GraphQlFeed();
        http.newWebSocketBuilder().subprotocols("graphql-transport-ws").header(header, value)
                .connectTimeout(PATIENCE)
                .buildAsync(URI.create("ws://" + base.getRawAuthority() + "/graphql"), feed.listener()).join();
        return feed;
    }

    /** The message that starts an operation in a socket. */
    public static String subscription(String id, String text, Map<String, ?> variables) {
        return write(Map.of("type", "subscribe", "id", id, "payload", Map.of("query", text, "variables", variables)));
    }

    /** The body of a request over HTTP. */
    public static String request(String text, Map<String, ?> variables) {
        return write(Map.of("query", text, "variables", variables));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    static JsonNode parse(@Nullable String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("This is no JSON: " + json, e);
        }
    }

    static JsonNode closed(int code, String reason) {
        return JSON.createObjectNode().put("type", "closed").put("code", code).put("reason", reason);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
