package dev.ringmaster.testing;

import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A graphql-transport-ws socket. Every message of the server comes into {@link #messages()} as it is; at the end comes a
 * message
 * of our own, {@code {"type":"closed","code":…,"reason":…}}.
 */
public final class GraphQlFeed implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private @Nullable WebSocket socket;

    GraphQlFeed() {
    }

    /** What came, in its order; it does not bound itself, so read from a fast feed or end it. */
    public BlockingQueue<JsonNode> messages() {
        return messages;
    }

    /** The next message of any type. @throws AssertionError if none comes in 20 s */
    public JsonNode message() {
        try {
            var message = messages.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (message == null) {
                throw new AssertionError("No message came in " + PATIENCE);
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * The data of the next result.
     *
     * @throws GraphQlFailure if it has errors
     * @throws AssertionError if no result comes in 20 s, or the feed has ended
     */
    public JsonNode next() {
        var message = message();
        var payload = message.path("payload");
        return switch (message.path("type").asText()) {
            case "next" -> {
                if (payload.has("errors")) {
                    throw new GraphQlFailure(payload.get("errors"));
                }
                yield payload.path("data");
            }
            case "error" -> throw new GraphQlFailure(payload);
            default -> throw new AssertionError("Instead of a result came " + message);
        };
    }

    /** Sends a message as it is. */
    public void send(String message) {
        socket().sendText(message, true).join();
    }

    /** Ends the connection without a word. */
    @Override
    public void close() {
        socket().abort();
    }

    WebSocket socket() {
        if (socket == null) {
            throw new IllegalStateException("The socket is not open.");
        }
        return socket;
    }

    WebSocket.Listener listener() {
        return new Listener();
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public void onOpen(WebSocket webSocket) {
            socket = webSocket;
            webSocket.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                messages.add(GraphQlClient.parse(text.toString()));
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            messages.add(GraphQlClient.closed(code, reason));
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            messages.add(GraphQlClient.closed(1006, String.valueOf(error)));
        }
    }
}
