package dev.ringmaster.delivery.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

import dev.ringmaster.delivery.integration.IntegrationException.Kind;

/**
 * What another system has answered.
 *
 * @param request the method and path it answers, for messages
 * @param headers by their lower-case names
 */
public record HttpAnswer(String system, String request, int status, Map<String, String> headers, byte[] body) {

    private static final int SHOWN = 300;

    /** Reads names like {@code head_sha} into {@code headSha}, and leaves out what nobody asked for. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    public boolean ok() {
        return status / 100 == 2;
    }

    /** @throws IntegrationException unless it is a success */
    public HttpAnswer required() {
        if (!ok()) {
            throw failure(null);
        }
        return this;
    }

    /** @throws IntegrationException if it is no JSON of this shape */
    public <T> T as(Class<T> type) {
        try {
            return JSON.readValue(body, type);
        } catch (IOException e) {
            throw IntegrationException.unavailable(system + " answered " + request
                    + " with something that is not what its documentation says: " + e.getMessage());
        }
    }

    public JsonNode json() {
        return as(JsonNode.class);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** What a status that is no success means. */
    public IntegrationException failure(@Nullable Instant retryAt) {
        var said = said();
        var what = system + " answered " + request + " with " + status + (said.isEmpty() ? "" : ": " + said);
        var kind = switch (status) {
            case 401 -> Kind.UNAUTHORIZED;
            case 404 -> Kind.NOT_FOUND;
            case 429 -> Kind.LIMITED;
            case 408 -> Kind.UNAVAILABLE;
            default -> status >= 500 || status < 400 ? Kind.UNAVAILABLE : Kind.REFUSED;
        };
        return new IntegrationException(retryAt != null ? Kind.LIMITED : kind, status, what, retryAt);
    }

    /** The reason in the body, as most systems give it. */
    private String said() {
        try {
            var json = JSON.readTree(body);
            var message = json == null ? "" : json.path("message").asText(json.path("error").asText(""));
            return message.length() > SHOWN ? message.substring(0, SHOWN) + "…" : message;
        } catch (IOException e) {
            return "";
        }
    }
}
