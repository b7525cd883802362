package dev.ringmaster.loop;

import static dev.ringmaster.loop.ScriptedAgentsProfile.DIME;
import static dev.ringmaster.loop.ScriptedAgentsProfile.STREAM_JSON;
import static dev.ringmaster.loop.ScriptedAgentsProfile.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.ringmaster.metrics.PriceBook;
import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.LoopBoard;
import dev.ringmaster.testing.LoopCard;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** What Prometheus scrapes of a server that has worked, and what it says of models that have no price or another one. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
@TestProfile(ScriptedAgentsProfile.class)
class ObservabilityIT {

    private static final Pattern SAMPLE = Pattern.compile("(?m)^(ringmaster_[a-z_]+)(?:\\{([^}]*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final Pattern QUERIED = Pattern.compile("ringmaster_[a-z_]+");
    private static final Set<String> MODELS = Set.of("platform", "model");
    private static final Set<String> ITERATIONS = Set.of("platform", "outcome");

    private final LoopBoard board = LoopBoard.ofThisTest();

    @AfterEach
    void end() {
        board.close();
    }

    /** An agent that ends its only iteration with this usage. */
    private static String spender(String model, String cost) {
        return task(
                """
                        echo x > "x-$$.txt"
                        echo '{"type":"system","subtype":"init","session_id":"s-%1$s","model":"%1$s"}'
                        echo '{"type":"result","subtype":"success","is_error":false,"session_id":"s-%1$s","result":"<promise>COMPLETE</promise>",%2$s"usage":{"input_tokens":70,"output_tokens":10}}'
                        """
                        .formatted(model, cost.isEmpty() ? "" : "\"total_cost_usd\":" + cost + ","));
    }

    private LoopCard worked(String model, String cost) throws Exception {
        var card = board.onlyCard(spender(model, cost), Map.of(), Map.of("subscription", STREAM_JSON));
        card.fire("START_CODING");
        card.awaitState("CODE_REVIEW");
        return card;
    }

    /** The label names of each metric, all samples together. */
    private Map<String, Set<String>> scrape() {
        var found = new TreeMap<String, Set<String>>();
        SAMPLE.matcher(metrics()).results().forEach(sample -> found
                .computeIfAbsent(sample.group(1), name -> new TreeSet<>())
                .addAll(sample.group(2) == null ? Set.of()
                        : LABEL.matcher(sample.group(2)).results().map(label -> label.group(1)).toList()));
        return found;
    }

    private String metrics() {
        return board.client().get("/q/metrics").body();
    }

    @Test
    void all_that_is_promised_is_scraped_with_these_labels_and_no_others() throws Exception {
        worked(DIME, "1.0");

        assertThat(scrape()).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                Map.entry("ringmaster_runs", Set.of("state")),
                Map.entry("ringmaster_queue_age_seconds", Set.of()),
                Map.entry("ringmaster_outbox_depth", Set.of()),
                Map.entry("ringmaster_outbox_age_seconds", Set.of()),
                Map.entry("ringmaster_graphql_sockets", Set.of()),
                Map.entry("ringmaster_graphql_socket_operations", Set.of()),
                Map.entry("ringmaster_graphql_socket_queued_bytes", Set.of()),
                Map.entry("ringmaster_iteration_seconds_count", ITERATIONS),
                Map.entry("ringmaster_iteration_seconds_sum", ITERATIONS),
                Map.entry("ringmaster_iteration_seconds_max", ITERATIONS),
                Map.entry("ringmaster_tokens_total", Set.of("platform", "model", "kind")),
                Map.entry("ringmaster_cost_usd_total", MODELS),
                Map.entry("ringmaster_unpriced_tokens_total", MODELS),
                Map.entry("ringmaster_takeovers_total", Set.of()),
                Map.entry("ringmaster_journal_lag_seconds_count", Set.of()),
                Map.entry("ringmaster_journal_lag_seconds_sum", Set.of()),
                Map.entry("ringmaster_journal_lag_seconds_max", Set.of()),
                Map.entry("ringmaster_feed_subscribers", Set.of("feed"))));
        assertThat(metrics()).contains("ringmaster_runs{state=\"PARKED\"}", "ringmaster_runs{state=\"QUEUED\"}",
                "ringmaster_feed_subscribers{feed=\"run\"}", "ringmaster_feed_subscribers{feed=\"cards\"}",
                "ringmaster_tokens_total{kind=\"input\",model=\"dime\",platform=\"script-json\"} 70.0",
                "ringmaster_iteration_seconds_count{outcome=\"COMPLETED\",platform=\"script-json\"}");
    }

    @Test
    void all_that_the_dashboard_asks_for_is_there() throws Exception {
        worked(DIME, "1.0");
        var dashboard = new ObjectMapper().readTree(Files.readString(Path.of("helm/ringmaster/dashboards/ringmaster.json")));
        var queried = dashboard.findValuesAsText("expr").stream()
                .flatMap(query -> QUERIED.matcher(query).results().map(name -> name.group())).collect(Collectors.toSet());

        assertThat(queried).hasSizeGreaterThan(10).isSubsetOf(scrape().keySet());
    }

    @Test
    void a_run_under_way_is_counted_by_its_state() throws Exception {
        var card = board.onlyCard(task("while :; do sleep 1; echo x; done"), Map.of(), Map.of());
        card.fire("START_CODING");
        card.awaitRun("RUNNING");

        await().atMost(LoopCard.PATIENCE).until(() -> metrics().contains("ringmaster_runs{state=\"RUNNING\"} 1.0"));
    }

    @Test
    void a_model_that_nobody_has_a_price_for_is_unpriced_everywhere_and_free_nowhere() throws Exception {
        var card = worked("nobody-knows-it", "");

        var query = "query($c: ID!) { metricsByCard(cardId: $c) { costUsd unpricedTokens inputTokens }"
                + " metricsByModel { key summary { costUsd unpricedTokens } } }";
        var answer = board.client().query(query, Map.of("c", card.id()));
        assertThat(answer.at("/metricsByCard/unpricedTokens").asLong()).isEqualTo(80);
        assertThat(answer.at("/metricsByCard/inputTokens").asLong()).isEqualTo(70);
        var model = Stream.iterate(0, n -> n + 1).map(n -> answer.path("metricsByModel").path(n))
                .filter(one -> one.path("key").asText().equals("nobody-knows-it")).findFirst().orElseThrow();
        assertThat(model.at("/summary/unpricedTokens").asLong()).isEqualTo(80);
        assertThat(rest("/api/metrics/by-card/" + card.id()).path("unpricedTokens").asLong()).isEqualTo(80);
        assertThat(metrics())
                .contains("ringmaster_unpriced_tokens_total{model=\"nobody-knows-it\",platform=\"script-json\"} 80.0");
    }

    /** The table says $1 for ten tokens of dime. */
    @Test
    void a_report_that_is_more_than_5_percent_off_the_table_is_logged_once_for_each_model() throws Exception {
        var log = Logger.getLogger(PriceBook.class.getName());
        var differing = new ArrayList<String>();
        var listener = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                var text = entry instanceof org.jboss.logmanager.ExtLogRecord extended ? extended.getFormattedMessage()
                        : entry.getMessage();
                synchronized (differing) {
                    differing.add(text);
                }
            }

            @Override
            public void flush() {
                // nothing is held
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
        log.addHandler(listener);
        try {
            worked(DIME, "1.05");
            assertThat(differing).as("within 5 %").isEmpty();

            var first = worked(DIME, "1.07");
            worked(DIME, "0.5");

            assertThat(differing).singleElement().asString().contains("price.differs", "model=" + DIME, "reported=1.07",
                    "estimated=1.0");
            var card = rest("/api/metrics/by-card/" + first.id());
            assertThat(List.of(card.path("costUsd").decimalValue(), card.path("reportedCostUsd").decimalValue(),
                    card.path("estimatedCostUsd").decimalValue())).as("both are kept, and the platform's counts")
                    .usingElementComparator(java.math.BigDecimal::compareTo)
                    .containsExactly(new java.math.BigDecimal("1.07"), new java.math.BigDecimal("1.07"),
                            java.math.BigDecimal.ONE);
        } finally {
            log.removeHandler(listener);
        }
    }

    private JsonNode rest(String path) throws Exception {
        return new ObjectMapper().readTree(board.client().get(path).body());
    }
}
