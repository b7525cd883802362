package dev.ringmaster.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.GraphQlClient;
import graphql.introspection.IntrospectionQuery;

/** A call of every operation of a running server, written from the schema that the server itself tells. */
final class SchemaCalls {

    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";
    private static final Map<String, String> SCALARS = Map.of("ID", "\"" + NOBODY + "\"", "String", "\"x\"", "Int", "1",
            "Float", "1.0", "Boolean", "true", "BigInteger", "1", "BigDecimal", "1", "DateTime", "\"2030-01-01T00:00:00Z\"");

    private final JsonNode schema;
    private final Map<String, JsonNode> types;

    /** @param kind query, mutation or subscription */
    record Call(String kind, String name, String text) {
        @Override
        public String toString() {
            return kind + " " + name;
        }
    }

    private SchemaCalls(JsonNode schema) {
        this.schema = schema;
        this.types = each(schema.path("types")).stream().collect(Collectors.toMap(type -> type.path("name").asText(), t -> t));
    }

    static List<Call> of(GraphQlClient client) {
        var calls = new SchemaCalls(client.query(IntrospectionQuery.INTROSPECTION_QUERY).path("__schema"));
        var all = new ArrayList<Call>();
        for (var kind : List.of("query", "mutation", "subscription")) {
            var root = calls.type(calls.schema.path(kind + "Type").path("name").asText());
            each(root.path("fields")).forEach(field -> all.add(calls.call(kind, field)));
        }
        return all;
    }

    private Call call(String kind, JsonNode field) {
        var arguments = each(field.path("args")).stream().filter(SchemaCalls::isRequired)
                .map(argument -> argument.path("name").asText() + ": " + value(argument.path("type")))
                .collect(Collectors.joining(", "));
        var type = type(named(field.path("type")));
        var selection = Set.of("OBJECT", "INTERFACE", "UNION").contains(type.path("kind").asText()) ? " { __typename }" : "";
        var name = field.path("name").asText();
        return new Call(kind, name,
                kind + " { " + name + (arguments.isEmpty() ? "" : "(" + arguments + ")") + selection + " }");
    }

    private JsonNode type(String name) {
        return Objects.requireNonNull(types.get(name), name);
    }

    private String value(JsonNode type) {
        return switch (type.path("kind").asText()) {
            case "NON_NULL" -> value(type.path("ofType"));
            case "LIST" -> "[" + value(type.path("ofType")) + "]";
            case "ENUM" -> type(type.path("name").asText()).path("enumValues").path(0).path("name").asText();
            case "INPUT_OBJECT" -> each(type(type.path("name").asText()).path("inputFields")).stream()
                    .filter(SchemaCalls::isRequired)
                    .map(input -> input.path("name").asText() + ": " + value(input.path("type")))
                    .collect(Collectors.joining(", ", "{", "}"));
            default -> SCALARS.getOrDefault(type.path("name").asText(), "\"x\"");
        };
    }

    private static boolean isRequired(JsonNode input) {
        return input.path("type").path("kind").asText().equals("NON_NULL") && input.path("defaultValue").isNull();
    }

    private static String named(JsonNode type) {
        return type.path("ofType").isObject() ? named(type.path("ofType")) : type.path("name").asText();
    }

    private static List<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
