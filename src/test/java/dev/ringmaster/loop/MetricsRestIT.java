package dev.ringmaster.loop;

import static dev.ringmaster.loop.ScriptedAgentsProfile.STREAM_JSON;
import static dev.ringmaster.loop.ScriptedAgentsProfile.result;
import static dev.ringmaster.loop.ScriptedAgentsProfile.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.LoopBoard;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The sums over REST: the same as over GraphQL, with the same filters, described, and with words for what is refused. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
@TestProfile(ScriptedAgentsProfile.class)
class MetricsRestIT {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final String SUMS = "{ sessions successfulSessions iterations inputTokens cacheCreationInputTokens"
            + " cacheReadInputTokens outputTokens costUsd reportedCostUsd estimatedCostUsd unpricedTokens durationSeconds"
            + " successRate }";

    private final LoopBoard board = LoopBoard.ofThisTest();

    @AfterEach
    void end() {
        board.close();
    }

    private HttpResponse<String> get(String path) {
        return board.client().get(path);
    }

    private JsonNode json(String path) throws Exception {
        var answer = get(path);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    /** A card in a project of its own whose agent has spent this. @return project and card */
    private List<String> spent(String name, String usd) throws Exception {
        var project = board.project(board.repository(name), Map.of());
        var card = board.card(project, task("echo x > x.txt\n" + result("<promise>COMPLETE</promise>", usd)),
                Map.of("subscription", STREAM_JSON));
        card.fire("START_CODING");
        card.awaitState("CODE_REVIEW");
        return List.of(project, card.id());
    }

    @Test
    void all_three_say_what_graphql_says_and_take_project_and_time() throws Exception {
        var one = spent("one", "0.25");
        var other = spent("other", "4.5");
        var project = one.getFirst();

        var graphql = board.client().query("query($p: ID, $c: ID!) { metricsSummary(projectId: $p) " + SUMS
                + " metricsByCard(cardId: $c) " + SUMS + " }", Map.of("p", project, "c", one.getLast()));
        var summary = json("/api/metrics/summary?project=" + project);
        assertThat(summary.path("costUsd").decimalValue()).isEqualByComparingTo("0.25");
        assertSame(summary, graphql.path("metricsSummary"));
        assertSame(json("/api/metrics/by-card/" + one.getLast()), graphql.path("metricsByCard"));
        assertSame(json("/api/metrics/by-card/" + one.getLast() + "?project=" + project + "&from=" + TODAY),
                graphql.path("metricsByCard"));
        var bySubscription = json("/api/metrics/by-subscription?project=" + project);
        assertThat(bySubscription).hasSize(1);
        assertThat(bySubscription.at("/0/subscription").asText()).isEqualTo(STREAM_JSON);
        assertSame(bySubscription.at("/0/summary"), graphql.path("metricsSummary"));
        assertThat(json("/api/metrics/summary?project=" + other.getFirst()).path("costUsd").decimalValue())
                .isEqualByComparingTo("4.5");
        assertThat(json("/api/metrics/summary").path("costUsd").decimalValue()).isGreaterThanOrEqualTo(
                new java.math.BigDecimal("4.75"));

        var yesterday = "to=" + TODAY;
        var today = "from=" + TODAY + "T00:00:00Z&to=" + TODAY.plusDays(1);
        var tomorrow = "from=" + TODAY.plusDays(1) + "T00:00:00Z";
        for (var path : List.of("/api/metrics/summary?project=" + project + "&",
                "/api/metrics/by-card/" + one.getLast() + "?")) {
            assertThat(json(path + today).path("costUsd").decimalValue()).as(path).isEqualByComparingTo("0.25");
            for (var empty : List.of(yesterday, tomorrow)) {
                var nothing = json(path + empty);
                assertThat(nothing.path("costUsd").decimalValue()).as(path + empty).isZero();
                assertThat(nothing.path("iterations").asInt() + nothing.path("sessions").asInt()).as(path + empty).isZero();
            }
        }
        assertThat(json("/api/metrics/by-subscription?project=" + project + "&" + today)).hasSize(1);
        assertThat(json("/api/metrics/by-subscription?project=" + project + "&" + tomorrow)).isEmpty();
    }

    private static void assertSame(JsonNode rest, JsonNode graphql) {
        graphql.properties().forEach(field -> assertThat(rest.path(field.getKey()).decimalValue()).as(field.getKey())
                .isEqualByComparingTo(field.getValue().decimalValue()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            summary?from=yesterday                        | 400 | VALIDATION | from is "yesterday"
            summary?to=2026-13-01                         | 400 | VALIDATION | to is "2026-13-01"
            summary?from=2026-11-23T10:00                 | 400 | VALIDATION | 2026-11-23T10:00:00Z
            summary?from=2026-11-23&to=2026-11-22         | 400 | VALIDATION | before to
            summary?project=x                             | 400 | VALIDATION | x
            summary?project=UNKNOWN                       | 404 | NOT_FOUND  | UNKNOWN
            by-subscription?from=0                        | 400 | VALIDATION | from is "0"
            by-subscription?project=UNKNOWN               | 404 | NOT_FOUND  | UNKNOWN
            by-card/UNKNOWN                               | 404 | NOT_FOUND  | UNKNOWN
            by-card/x                                     | 400 | VALIDATION | x
            by-card/UNKNOWN?from=soon                     | 400 | VALIDATION | from is "soon"
            """)
    void a_refusal_says_what_is_wrong(String path, int status, String code, String words) throws Exception {
        var unknown = UUID.randomUUID().toString();

        var answer = get("/api/metrics/" + path.replace("UNKNOWN", unknown));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("application/json");
        var refusal = JSON.readTree(answer.body());
        assertThat(refusal.path("code").asText()).isEqualTo(code);
        assertThat(refusal.path("message").asText()).contains(words.replace("UNKNOWN", unknown));
    }

    @Test
    void a_card_of_another_project_is_not_found_in_this_one() throws Exception {
        var one = spent("mine", "0.1");
        var other = board.project(board.repository("theirs"), Map.of());

        assertThat(get("/api/metrics/by-card/" + one.getLast() + "?project=" + other).statusCode()).isEqualTo(404);
    }

    @Test
    void it_is_described() throws Exception {
        var described = json("/q/openapi?format=json").path("paths");

        for (var path : List.of("/api/metrics/summary", "/api/metrics/by-card/{id}", "/api/metrics/by-subscription")) {
            var operation = described.path(path).path("get");
            assertThat(operation.path("summary").asText()).as(path).isNotBlank();
            assertThat(StreamSupport.stream(operation.path("parameters").spliterator(), false)
                    .map(parameter -> parameter.path("name").asText())).as(path).contains("project", "from", "to");
            assertThat(operation.path("responses").properties()).as(path)
                    .extracting(Map.Entry::getKey).contains("200", "400", "401", "404");
            assertThat(operation.at("/responses/200/content/application~1json/schema").isMissingNode()).as(path).isFalse();
        }
    }
}
