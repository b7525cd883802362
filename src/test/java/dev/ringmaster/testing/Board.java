package dev.ringmaster.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Projects and cards of the server under test, as its owner reaches them: GraphQL over HTTP and WebSocket. */
public final class Board {

    public static final String CARD = " { id number title description taskPrompt labels priority state phase version updatedAt"
            + " maxRetries subscription acceptanceCriteria { id description met }"
            + " limits { maxIterations maxRuntimeSeconds maxCostUsd } reviewComments { path line text author resolved } }";
    public static final String PROJECT = " { id name description repositoryUrl repositoryPath defaultBranch techStack checkCommand"
            + " subscription deployEnabled defaults { maxIterations maxRuntimeSeconds maxCostUsd } version updatedAt }";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI graphql;
    private final String authorization;

    public Board(URI graphql, String token) {
        this.graphql = graphql;
        this.authorization = "Bearer " + token;
    }

    public static Board ofServerUnderTest() throws IOException {
        var config = ConfigProvider.getConfig();
        var token = Files.readString(config.getValue("ringmaster.home", Path.class).resolve("token")).strip();
        return new Board(URI.create(config.getValue("test.url", String.class)).resolve("/graphql"), token);
    }

    /** What the server said to one operation. */
    public record Answer(JsonNode body) {

        /** The code of the only error. */
        public String code() {
            return error().path("extensions").path("code").asText();
        }

        public String message() {
            return error().path("message").asText();
        }

        /** The value of the operation's only field. */
        public JsonNode value() {
            if (body.path("errors").size() > 0) {
                throw new AssertionError("refused: " + body);
            }
            return body.path("data").iterator().next();
        }

        private JsonNode error() {
            if (body.path("errors").size() != 1) {
                throw new AssertionError("not one error: " + body);
            }
            return body.path("errors").get(0);
        }
    }

    public Answer call(String document, Map<String, ?> variables) {
        return callAsync(document, variables).join();
    }

    public CompletableFuture<Answer> callAsync(String document, Map<String, ?> variables) {
        var request = HttpRequest.newBuilder(graphql).timeout(PATIENCE).header("Authorization", authorization)
                .header("Content-Type", "application/json").header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json(Map.of("query", document, "variables", variables)))).build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(answer -> new Answer(read(answer.body())));
    }

    /** The whole schema as the server prints it. */
    public String schema() {
        var request = HttpRequest.newBuilder(URI.create(graphql + "/schema.graphql")).header("Authorization", authorization)
                .timeout(PATIENCE).build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join().body();
    }

    public Answer createProject(Map<String, ?> input) {
        return call("mutation($input: ProjectInput!) { createProject(input: $input)" + PROJECT + "}", Map.of("input", input));
    }

    public Answer updateProject(String id, Map<String, ?> input, int version) {
        return call("mutation($id: ID!, $input: ProjectInput!, $version: Int!)"
                + " { updateProject(id: $id, input: $input, version: $version)" + PROJECT + "}",
                Map.of("id", id, "input", input, "version", version));
    }

    public Answer project(String id) {
        return call("query($id: ID!) { project(id: $id)" + PROJECT + "}", Map.of("id", id));
    }

    public CompletableFuture<Answer> createCardAsync(Map<String, ?> input) {
        return callAsync("mutation($input: CardInput!) { createCard(input: $input)" + CARD + "}", Map.of("input", input));
    }

    public Answer createCard(Map<String, ?> input) {
        return createCardAsync(input).join();
    }

    /** A new card of the project with this title. */
    public JsonNode newCard(String projectId, String title) {
        return createCard(Map.of("projectId", projectId, "title", title)).value();
    }

    public CompletableFuture<Answer> updateCardAsync(String id, Map<String, ?> input, int version) {
        return callAsync("mutation($id: ID!, $input: CardInput!, $version: Int!)"
                + " { updateCard(id: $id, input: $input, version: $version)" + CARD + "}",
                Map.of("id", id, "input", input, "version", version));
    }

    public Answer updateCard(String id, Map<String, ?> input, int version) {
        return updateCardAsync(id, input, version).join();
    }

    public Answer card(String id) {
        return call("query($id: ID!) { card(id: $id)" + CARD + "}", Map.of("id", id));
    }

    /** @param arguments those of the query {@code cards}, besides the project */
    public Answer cards(String projectId, Map<String, ?> arguments) {
        var variables = new HashMap<String, Object>(arguments);
        variables.put("projectId", projectId);
        return call(
                "query($projectId: ID!, $states: [CardState!], $labels: [String!], $search: String, $first: Int, $after: String)"
                        + " { cards(projectId: $projectId, states: $states, labels: $labels, search: $search, first: $first, after: $after)"
                        + " { items" + CARD + " endCursor hasNextPage totalCount } }",
                variables);
    }

    /** A GraphQL subscription. Its messages come in order; close it. */
    public Feed subscribe(String document, Map<String, ?> variables) {
        var listener = new Messages();
        var root = graphql.toString().replaceFirst("^http", "ws");
        var socket = http.newWebSocketBuilder().header("Authorization", authorization).subprotocols("graphql-transport-ws")
                .buildAsync(URI.create(root), listener).join();
        socket.sendText("{\"type\":\"connection_init\"}", true).join();
        var feed = new Feed(socket, listener.received);
        feed.expect("connection_ack");
        socket.sendText(
                json(Map.of("id", "1", "type", "subscribe", "payload", Map.of("query", document, "variables", variables))),
                true).join();
        return feed;
    }

    /** The messages of one GraphQL subscription. */
    public record Feed(WebSocket socket, BlockingQueue<JsonNode> received) implements AutoCloseable {

        /** The next message other than a ping, or null if none comes in time. */
        public @Nullable JsonNode poll(Duration atMost) {
            long deadline = System.nanoTime() + atMost.toNanos();
            try {
                JsonNode message = received.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
                while (message != null && message.path("type").asText().equals("ping")) {
                    message = received.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                }
                return message;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        /** The next message, which must be of this type and come soon. */
        public JsonNode expect(String type) {
            JsonNode message = poll(PATIENCE);
            if (message == null || !message.path("type").asText().equals(type)) {
                throw new AssertionError("expected a message of type " + type + ", got " + message);
            }
            return message.path("payload");
        }

        /** The value of the next event. */
        public JsonNode next() {
            return new Answer(expect("next")).value();
        }

        @Override
        public void close() {
            socket.abort();
        }
    }

    private static final class Messages implements WebSocket.Listener {

        private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                received.add(read(text.toString()));
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode read(String text) {
        try {
            return Objects.requireNonNull(JSON.readTree(text));
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }
}
