package dev.ringmaster.chart;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import dev.ringmaster.chart.ChartValues.Value;

/** Writes what follows from the described values: the schema that Helm checks a release's values by, and the manual's table. */
final class ChartReference {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ChartReference() {
    }

    static String schema(List<Value> values) throws JsonProcessingException {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.putAll(section());
        values.forEach(value -> place(schema, value));
        // What Helm hands down when this chart is part of another.
        properties(schema).put("global", Map.of("type", "object"));
        return JSON.writeValueAsString(schema) + "\n";
    }

    static String table(List<Value> values) throws JsonProcessingException {
        var table = new StringBuilder("| value | default | meaning |\n| --- | --- | --- |\n");
        for (Value value : values) {
            table.append(
                    "| `%s` | `%s` | %s%s |\n".formatted(value.name(), new ObjectMapper().writeValueAsString(value.standard()),
                            value.meaning(), value.choices().isEmpty() ? ""
                                    : value.choices().stream()
                                            .collect(Collectors.joining("`, `", " One of `", "`."))));
        }
        return table.toString();
    }

    private static void place(Map<String, Object> schema, Value value) {
        Map<String, Object> section = schema;
        for (String step : value.path().subList(0, value.path().size() - 1)) {
            section = object(properties(section).computeIfAbsent(step, name -> section()));
        }
        properties(section).put(value.path().getLast(), property(value));
    }

    private static Map<String, Object> property(Value value) {
        var property = new LinkedHashMap<String, Object>();
        property.put("type", type(value.standard()));
        property.put("description", value.meaning());
        if (!value.choices().isEmpty()) {
            property.put("enum", value.choices());
        }
        value.minimum().ifPresent(minimum -> property.put("minimum", minimum));
        return property;
    }

    private static String type(Object standard) {
        return switch (standard) {
            case Boolean ignored -> "boolean";
            case Integer ignored -> "integer";
            case String ignored -> "string";
            case List<?> ignored -> "array";
            case Map<?, ?> ignored -> "object";
            default -> throw new IllegalStateException("a default of " + standard.getClass());
        };
    }

    /** A section knows all its keys: a mistyped one is an error instead of silence. */
    private static Map<String, Object> section() {
        var section = new LinkedHashMap<String, Object>();
        section.put("type", "object");
        section.put("additionalProperties", false);
        section.put("properties", new LinkedHashMap<String, Object>());
        return section;
    }

    private static Map<String, Object> properties(Map<String, Object> section) {
        return object(section.get("properties"));
    }

    @SuppressWarnings("unchecked") // only maps that section() made
    private static Map<String, Object> object(@Nullable Object value) {
        return (Map<String, Object>) requireNonNull(value);
    }
}
