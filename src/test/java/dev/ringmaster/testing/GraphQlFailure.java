package dev.ringmaster.testing;

import java.util.List;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

/** An answer with errors. */
public final class GraphQlFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> codes;

    /** @param errors a JSON array of GraphQL errors */
    GraphQlFailure(JsonNode errors) {
        super(errors.toString());
        this.codes = StreamSupport.stream(errors.spliterator(), false)
                .map(error -> error.path("extensions").path("code").asText("(none)")).toList();
    }

    /** The errors' {@code extensions.code}, in their order. */
    public List<String> codes() {
        return codes;
    }
}
