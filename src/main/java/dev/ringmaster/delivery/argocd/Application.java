package dev.ringmaster.delivery.argocd;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An application as Argo CD sees it, by its fields {@code status} and {@code operation}.
 *
 * @param sync Synced, OutOfSync or Unknown
 * @param health Healthy, Progressing, Degraded, Suspended, Missing or Unknown
 * @param operation the last one, or the one under way
 * @param operationPending whether one is asked for that has not begun
 * @param images what its resources run
 * @param outOfSync the resources that are not as git says, in words
 * @param troubles conditions, and resources that are not well, in words
 */
public record Application(String name, String sync, String revision, String health, String healthMessage,
        Operation operation, boolean operationPending, List<String> images, List<Deployed> history, List<String> outOfSync,
        List<String> troubles) {

    /** The name under which a sync carries who asked for it. */
    static final String MARKER = "ringmaster";

    /**
     * @param phase Running, Terminating, Succeeded, Failed, Error, or empty if there never was one
     * @param askedBy the marker that the sync was asked for with; empty for somebody else's
     */
    public record Operation(String phase, String message, String askedBy, String revision) {

        public boolean underWay() {
            return phase.equals("Running") || phase.equals("Terminating");
        }

        public boolean failed() {
            return phase.equals("Failed") || phase.equals("Error");
        }
    }

    /**
     * Whether the sync that was asked for with this marker has succeeded, and not all is as git says: there is nothing newer in
     * git than what it synced, so another one would change nothing.
     */
    public boolean staysOutOfSync(String marker) {
        return sync.equals("OutOfSync") && !operationPending && operation.askedBy().equals(marker)
                && operation.phase().equals("Succeeded")
                && (operation.revision().isEmpty() || operation.revision().equals(revision));
    }

    /** One entry of its history. */
    public record Deployed(long id, String revision) {
    }

    static Application of(JsonNode json) {
        var status = json.path("status");
        var state = status.path("operationState");
        var images = texts(status.path("summary").path("images"));
        var history = StreamSupport.stream(status.path("history").spliterator(), false)
                .map(entry -> new Deployed(entry.path("id").asLong(), entry.path("revision").asText())).toList();
        return new Application(json.path("metadata").path("name").asText(),
                status.path("sync").path("status").asText("Unknown"),
                status.path("sync").path("revision").asText(), status.path("health").path("status").asText("Unknown"),
                status.path("health").path("message").asText(),
                new Operation(state.path("phase").asText(), state.path("message").asText(), marker(state.path("operation")),
                        state.path("syncResult").path("revision").asText()),
                json.path("operation").isObject(), images, history, outOfSync(status), troubles(status, state));
    }

    private static String marker(JsonNode operation) {
        return StreamSupport.stream(operation.path("info").spliterator(), false)
                .filter(info -> info.path("name").asText().equals(MARKER))
                .map(info -> info.path("value").asText()).findFirst().orElse("");
    }

    private static List<String> outOfSync(JsonNode status) {
        return StreamSupport.stream(status.path("resources").spliterator(), false)
                .filter(resource -> resource.path("status").asText().equals("OutOfSync"))
                .map(resource -> named(resource) + (resource.path("requiresPruning").asBoolean() ? " (to be pruned)" : ""))
                .toList();
    }

    private static List<String> troubles(JsonNode status, JsonNode state) {
        var troubles = new ArrayList<String>();
        status.path("conditions").forEach(condition -> troubles
                .add(condition.path("type").asText() + ": " + condition.path("message").asText()));
        status.path("resources").forEach(resource -> {
            var health = resource.path("health").path("status").asText("Healthy");
            if (!health.equals("Healthy")) {
                troubles.add(named(resource) + " is " + health + ": " + resource.path("health").path("message").asText());
            }
        });
        state.path("syncResult").path("resources").forEach(resource -> {
            var result = resource.path("status").asText() + resource.path("hookPhase").asText();
            if (result.contains("Failed") || result.contains("Error")) {
                troubles.add(named(resource) + " was not synced: " + resource.path("message").asText());
            }
        });
        return troubles;
    }

    private static String named(JsonNode resource) {
        return resource.path("kind").asText() + " " + resource.path("name").asText();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }

    /** In a few words, for people and for the agent that repairs it. */
    public String describe() {
        var lines = new ArrayList<String>();
        lines.add("Argo CD application " + name + ": " + sync + ", " + health
                + (healthMessage.isEmpty() ? "" : " (" + healthMessage + ")") + ", at " + revision);
        if (!operation.phase().isEmpty()) {
            lines.add("Last operation: " + operation.phase() + " " + operation.message());
        }
        lines.addAll(troubles);
        return String.join("\n", lines);
    }
}
