package dev.ringmaster.support.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GraphQlClient;
import dev.ringmaster.testing.GraphQlFailure;
import graphql.introspection.IntrospectionQuery;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
class GraphQlRouteIT {

    private final GraphQlClient client = GraphQlClient.ofThisTest();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void runs_operations_as_the_owner() {
        assertThat(client.query("{probeCaller}").path("probeCaller").asText()).isEqualTo("owner");
        assertThat(client.query("{probeBlocking}").path("probeBlocking").asText()).startsWith("executor-thread");
        assertThat(client.query("{a: probeNode {number}}")
                .path("a").path("number").asInt()).isZero();
        assertThat(client.query("mutation($i: InputInput!) {probeLength(input: $i)}", Map.of("i", Map.of("text", "a\n\tb")))
                .path("probeLength").asInt()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(value = ErrorCode.class, mode = EnumSource.Mode.EXCLUDE, names = "INTERNAL")
    void a_refusal_has_its_code_and_says_what_to_do(ErrorCode code) {
        refused("query($c: ErrorCode!) {probeRefusal(code: $c)}", Map.of("c", code.name()), code,
                "Refused: do something else.");
    }

    @ParameterizedTest
    @ValueSource(strings = { "{probeCrash}", "{probeNothing}" })
    void what_was_not_expected_is_internal_and_keeps_its_details(String query) {
        assertThatExceptionOfType(GraphQlFailure.class).isThrownBy(() -> client.query(query)).satisfies(failure -> {
            assertThat(failure.codes()).containsExactly("INTERNAL");
            assertThat(failure.getMessage()).contains("reference").doesNotContain("hunter2");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "{probeCaller | Invalid syntax", "} | Invalid syntax", "{nonsense} | nonsense",
            "mutation {probeLength} | input", "query A {probeCaller} query B {probeCaller} | operation",
            "query($c: ErrorCode!) {probeRefusal(code: $c)} | c", "{probeRefusal(code: NONE)} | NONE",
            "mutation {probeLength(input: {text: \" \"})} | The argument 'input' has a value that is not valid.",

            "{probeAt(at: \"yesterday\")} | not valid for the type DateTime.",
            "subscription {probeCount(to: 1)} | need a WebSocket" })
    void what_the_caller_did_wrong_is_a_validation_error_and_says_what(String query, String says) {
        refused(query, Map.of(), ErrorCode.VALIDATION, says);
    }

    @Test
    void a_query_that_is_too_deep_or_too_wide_or_too_long_is_refused() {
        refused("{probeNode" + "{deeper".repeat(30) + "{number}" + "}".repeat(31), Map.of(), ErrorCode.VALIDATION, "depth");
        var wide = new StringBuilder("{");
        for (int i = 0; i < 1_100; i++) {
            wide.append(" a").append(i).append(":probeNode{number}");
        }
        refused(wide + "}", Map.of(), ErrorCode.VALIDATION, "complexity");
        refused("{" + " __typename".repeat(11_000) + "}", Map.of(), ErrorCode.VALIDATION, "tokens");
        refused("{__typename " + "#".repeat(300_000) + "\n}", Map.of(), ErrorCode.VALIDATION, "characters");
        refused("{" + " ,".repeat(120_000) + "__typename}", Map.of(), ErrorCode.VALIDATION, "whitespace");
    }

    @Test
    void introspection_stays_possible() {
        assertThat(client.query(IntrospectionQuery.INTROSPECTION_QUERY).path("__schema").path("types"))
                .isNotEmpty();
    }

    @Test
    void a_text_of_two_megabytes_comes_to_the_validation_and_a_body_of_five_does_not() {
        var input = "mutation($i: InputInput!) {probeLength(input: $i)}";

        refused(input, Map.of("i", Map.of("text", "x".repeat(2_000_000))), ErrorCode.VALIDATION, "The text has 2000000");
        var tooBig = client.post(GraphQlClient.request(input, Map.of("i", Map.of("text", "x".repeat(5_000_000)))));
        assertThat(tooBig.statusCode()).isEqualTo(413);
        assertThat(tooBig.body()).contains("VALIDATION");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "x", "[]", "[{\"query\":\"{probeCaller}\"}]", "{}", "{\"query\":1}", "{\"query\":\" \"}",
            "{\"query\":\"{probeCaller}\",\"variables\":[]}" })
    void a_body_that_is_no_request_is_refused(String body) {
        var answer = client.post(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("VALIDATION");
    }

    @Test
    void a_get_runs_nothing() {
        var answer = client.get("/graphql?query=%7BprobeCaller%7D");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.body()).contains("VALIDATION").doesNotContain("owner");
    }

    @Test
    void the_schema_can_be_read() {
        assertThat(client.get("/graphql/schema.graphql").body()).contains("type Query", "probeCaller");
    }

    private void refused(String query, Map<String, ?> variables, ErrorCode code, String says) {
        assertThatExceptionOfType(GraphQlFailure.class).isThrownBy(() -> client.query(query, variables))
                .satisfies(failure -> {
                    assertThat(failure.codes()).containsOnly(code.name());
                    assertThat(failure.getMessage()).contains(says);
                });
    }
}
