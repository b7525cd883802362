package dev.ringmaster.support.graphql;

import java.io.StringReader;

import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;

import org.jspecify.annotations.Nullable;

/** Reads what clients send. JSON-P, because SmallRye takes its requests so. */
final class Requests {

    /** Made once: every call of {@link JsonProvider#provider()} searches the class path. */
    private static final JsonReaderFactory JSON = JsonProvider.provider().createReaderFactory(null);

    private Requests() {
    }

    /** @return null if it is no JSON object; Parsson says so with a bare RuntimeException when it is nested too deep */
    static @Nullable JsonObject parse(String text) {
        try (var reader = JSON.createReader(new StringReader(text))) {
            return reader.readObject();
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** Whether the parts of a request have the types that GraphQL over HTTP asks for; what the query says is not looked at. */
    static boolean isWellFormed(JsonObject request) {
        return request.get("query") instanceof JsonString query && !query.getString().isBlank()
                && isAbsentOr(JsonObject.class, request.get("variables"))
                && isAbsentOr(JsonString.class, request.get("operationName"));
    }

    private static boolean isAbsentOr(Class<? extends JsonValue> type, @Nullable JsonValue value) {
        return value == null || value.getValueType() == JsonValue.ValueType.NULL || type.isInstance(value);
    }
}
