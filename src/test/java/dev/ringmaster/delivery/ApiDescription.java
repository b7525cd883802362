package dev.ringmaster.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;

/** An API as its makers describe it, OpenAPI 3.0 or Swagger 2, and whether requests and answers keep to that. */
final class ApiDescription {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V7);

    private final JsonNode root;

    private ApiDescription(JsonNode root) {
        this.root = root;
    }

    /** @param name of a file in the folder contract, made by src/test/contract/excerpt.mjs */
    static ApiDescription of(String name) {
        try (InputStream in = ApiDescription.class.getResourceAsStream("/contract/" + name + ".json")) {
            return new ApiDescription(JSON.readTree(Objects.requireNonNull(in)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that are described, such as {@code GET /rate_limit}. */
    List<String> operations() {
        var operations = new ArrayList<String>();
        iterable(root.path("paths")).forEach(path -> path.getValue().fieldNames()
                .forEachRemaining(method -> operations.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    /** One operation, found by a request. */
    record Operation(String template, JsonNode node) {
    }

    Optional<Operation> find(String method, String path) {
        return StreamSupport.stream(iterable(root.path("paths")).spliterator(), false)
                .filter(entry -> path.matches(entry.getKey().replaceAll("\\{[^}]+}", "[^/]+"))
                        && entry.getValue().has(method.toLowerCase(java.util.Locale.ROOT)))
                .map(entry -> new Operation(entry.getKey(), entry.getValue().path(method.toLowerCase(java.util.Locale.ROOT))))
                .findFirst();
    }

    /** @return what is wrong with a request; empty when it keeps to the description */
    List<String> faults(String method, String path, String query, String body) {
        var operation = find(method, path);
        if (operation.isEmpty()) {
            return List.of("there is no operation " + method + " " + path);
        }
        var faults = new ArrayList<String>();
        checkParameters(operation.get(), path, query, faults);
        checkBody(operation.get(), body, faults);
        return faults.stream().map(fault -> method + " " + path + "?" + query + ": " + fault).toList();
    }

    private void checkParameters(Operation operation, String path, String query, List<String> faults) {
        var names = operation.template().split("/");
        var parts = path.split("/");
        for (int i = 0; i < names.length; i++) {
            if (names[i].startsWith("{")) {
                checkParameter(operation, "path", names[i].substring(1, names[i].length() - 1), parts[i], faults);
            }
        }
        for (var pair : query.isEmpty() ? new String[0] : query.split("&")) {
            var both = pair.split("=", 2);
            checkParameter(operation, "query", both[0], URLDecoder.decode(both[1], StandardCharsets.UTF_8), faults);
        }
    }

    private void checkParameter(Operation operation, String in, String name, String value, List<String> faults) {
        for (var reference : operation.node().path("parameters")) {
            var parameter = resolve(reference);
            if (parameter.path("in").asText().equals(in) && parameter.path("name").asText().equals(name)) {
                var schema = parameter.has("schema") ? parameter.path("schema") : parameter;
                var number = resolve(schema).path("type").asText().equals("integer") && value.matches("\\d+");
                faults.addAll(faults(schema, number ? IntNode.valueOf(Integer.parseInt(value)) : TextNode.valueOf(value)));
                return;
            }
        }
        faults.add("there is no " + in + " parameter " + name);
    }

    private void checkBody(Operation operation, String body, List<String> faults) {
        var schema = requestSchema(operation);
        if (body.isEmpty()) {
            if (operation.node().path("requestBody").path("required").asBoolean()) {
                faults.add("a body is required");
            }
            return;
        }
        if (schema.isMissingNode()) {
            faults.add("no body is expected");
            return;
        }
        var given = read(body);
        faults.addAll(faults(schema, given));
        given.fieldNames().forEachRemaining(field -> {
            if (!resolve(schema).path("properties").has(field)) {
                faults.add("the body has no field " + field);
            }
        });
    }

    private JsonNode requestSchema(Operation operation) {
        var open = operation.node().path("requestBody").path("content").path("application/json").path("schema");
        return !open.isMissingNode() ? open
                : StreamSupport.stream(operation.node().path("parameters").spliterator(), false)
                        .filter(parameter -> parameter.path("in").asText().equals("body"))
                        .map(parameter -> parameter.path("schema")).findFirst().orElse(open);
    }

    /** @return what is wrong with an answer of this operation */
    List<String> answerFaults(Operation operation, int status, JsonNode body) {
        var response = operation.node().path("responses").path(Integer.toString(status));
        var schema = response.has("schema") ? response.path("schema")
                : response.path("content").path("application/json").path("schema");
        return schema.isMissingNode() ? List.of("no answer " + status + " with a body is described") : faults(schema, body);
    }

    /** The example of a successful answer: its status and body. */
    Map.Entry<Integer, JsonNode> example(Operation operation) {
        for (var response : iterable(operation.node().path("responses"))) {
            var examples = response.getValue().path("content").path("application/json").path("examples");
            for (var example : iterable(examples)) {
                return Map.entry(Integer.valueOf(response.getKey()), resolve(example.getValue()).path("value"));
            }
        }
        var first = operation.node().path("responses").fieldNames().next();
        return Map.entry(Integer.valueOf(first), JSON.createObjectNode());
    }

    private List<String> faults(JsonNode schema, JsonNode value) {
        ObjectNode whole = schema.deepCopy();
        for (var shared : List.of("components", "definitions")) {
            if (root.has(shared)) {
                whole.set(shared, root.path(shared));
            }
        }
        var config = SchemaValidatorsConfig.builder().nullableKeywordEnabled(true).build();
        return SCHEMAS.getSchema(whole, config).validate(value).stream().map(Object::toString).toList();
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? root.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static Iterable<Map.Entry<String, JsonNode>> iterable(JsonNode node) {
        return node.properties();
    }

    static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
