package dev.ringmaster.support.graphql;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;

import org.jspecify.annotations.Nullable;

/**
 * The server's side of graphql-transport-ws, for one socket: messages in, effects out, nothing else. The protocol and its
 * close codes: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 */
final class TransportProtocol {

    static final String NAME = "graphql-transport-ws";
    static final int MAX_ID = 100;

    private final int maxOperations;
    private final Set<String> running = new HashSet<>();
    private boolean initialised;

    TransportProtocol(int maxOperations) {
        this.maxOperations = maxOperations;
    }

    List<Effect> receive(String text) {
        var message = Requests.parse(text);
        if (message == null) {
            return close(4400, "A message must be a JSON object");
        }
        var type = string(message, "type");
        return switch (type == null ? "" : type) {
            case "connection_init" -> init();
            case "ping" -> send("{\"type\":\"pong\"}");
            case "pong" -> List.of();
            case "subscribe" -> subscribe(message);
            case "complete" -> complete(message);
            default -> close(4400, "Unknown message type");
        };
    }

    List<Effect> receiveBinary() {
        return close(4400, "Messages must be text");
    }

    List<Effect> initTimedOut() {
        return initialised ? List.of() : close(4408, "Connection initialisation timeout");
    }

    /** One more result of an operation that goes on. */
    static String next(String id, String answer) {
        return "{\"type\":\"next\",\"id\":" + Answers.quote(id) + ",\"payload\":" + answer + "}";
    }

    /** The operation has ended well. */
    List<Effect> ended(String id) {
        return running.remove(id) ? send("{\"type\":\"complete\",\"id\":" + Answers.quote(id) + "}") : List.of();
    }

    /**
     * The operation has failed.
     *
     * @param errors a JSON array
     */
    List<Effect> failed(String id, String errors) {
        return running.remove(id) ? error(id, errors) : List.of();
    }

    private List<Effect> init() {
        if (initialised) {
            return close(4429, "Too many initialisation requests");
        }
        initialised = true;
        return send("{\"type\":\"connection_ack\"}");
    }

    private List<Effect> subscribe(JsonObject message) {
        var id = string(message, "id");
        var request = message.get("payload");
        if (!initialised) {
            return close(4401, "Unauthorized");
        }
        if (id == null || id.isEmpty() || id.length() > MAX_ID || !(request instanceof JsonObject payload)
                || !Requests.isWellFormed(payload)) {
            return close(4400, "A subscribe message needs an id of up to " + MAX_ID + " characters and a query");
        }
        if (running.contains(id)) {
            return close(4409, "Subscriber for " + id + " already exists");
        }
        if (running.size() >= maxOperations) {
            return error(id, Answers.writeErrors(Answers.invalid("This socket already runs " + maxOperations
                    + " operations; complete one of them first.").getErrors()));
        }
        running.add(id);
        return List.of(new Effect.Start(id, payload));
    }

    /** A complete for an operation that has just ended by itself is no error: the two may have crossed. */
    private List<Effect> complete(JsonObject message) {
        var id = string(message, "id");
        if (id == null) {
            return close(4400, "A complete message needs an id");
        }
        return running.remove(id) ? List.of(new Effect.Stop(id)) : List.of();
    }

    private static List<Effect> error(String id, String errors) {
        return send("{\"type\":\"error\",\"id\":" + Answers.quote(id) + ",\"payload\":" + errors + "}");
    }

    private static List<Effect> send(String message) {
        return List.of(new Effect.Send(message));
    }

    private static List<Effect> close(int code, String reason) {
        return List.of(new Effect.Close(code, reason));
    }

    private static @Nullable String string(JsonObject message, String key) {
        return message.get(key) instanceof JsonString text ? text.getString() : null;
    }
}
