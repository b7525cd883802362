package dev.ringmaster.delivery.notify;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import io.vertx.core.json.JsonObject;

/**
 * One thing to tell one place.
 *
 * @param id the same however often it is sent
 * @param target {@code webhook} or {@code slack}
 * @param kind NEEDS_YOU, COMPLETED or FAILED
 */
record Notification(UUID id, String target, String kind, String message, Instant at, UUID cardId, int number, String title,
        String state, UUID projectId, String project) {

    /** For programs. */
    JsonObject json(Optional<String> link) {
        var card = new JsonObject().put("id", cardId.toString()).put("number", number).put("title", title)
                .put("state", state);
        link.ifPresent(base -> card.put("url", address(base)));
        return new JsonObject().put("id", id.toString()).put("kind", kind).put("message", message).put("at", at.toString())
                .put("card", card)
                .put("project", new JsonObject().put("id", projectId.toString()).put("name", project));
    }

    /** For people, in Slack's form: three characters have a meaning and are escaped. */
    JsonObject slack(Optional<String> link) {
        var name = escaped(project + " #" + number + ": " + title);
        var words = switch (kind) {
            case "COMPLETED" -> "is completed";
            case "FAILED" -> "has failed";
            default -> "needs you";
        };
        return new JsonObject().put("text",
                link.map(base -> "<" + address(base) + "|" + name.replace('|', '/') + ">").orElse(name) + " " + words
                        + (message.isBlank() ? "" : ": " + escaped(message)));
    }

    private String address(String base) {
        return base.replaceFirst("/+$", "") + "/projects/" + projectId + "/cards/" + cardId;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
