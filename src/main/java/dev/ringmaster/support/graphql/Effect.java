package dev.ringmaster.support.graphql;

import jakarta.json.JsonObject;

/** What the protocol wants done. */
sealed interface Effect {

    record Send(String message) implements Effect {
    }

    /** @param request with query, variables and operationName */
    record Start(String id, JsonObject request) implements Effect {
    }

    record Stop(String id) implements Effect {
    }

    record Close(int code, String reason) implements Effect {
    }
}
