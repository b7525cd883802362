package dev.ringmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.GraphQlClient;
import dev.ringmaster.testing.GraphQlFeed;

/** Two servers on one home: whichever one asks, the answer is the same. */
class TwoServersIT {

    private static final String EVENTS = "subscription($run: ID!) { runEvents(runId: $run, after: 0) { seq at kind } }";
    private static final String CHANGES = "subscription($project: ID!) { cardChanges(projectId: $project) { id state } }";

    private static Cluster cluster;
    private static String project;

    private GraphQlClient first;
    private GraphQlClient second;

    @BeforeAll
    static void start() throws Exception {
        cluster = new Cluster("""
                  loop: { cooldown: 100ms }
                  subscriptions:
                    lines: { platform: script, priority: 1, max-concurrent: 20 }
                    narrow: { platform: script, priority: 2, max-concurrent: 3 }
                """);
        try (var client = cluster.client(cluster.ready())) {
            project = cluster.createProject(client, Map.of());
        }
        cluster.ready();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void connect() {
        first = cluster.client(cluster.servers().getFirst());
        second = cluster.client(cluster.servers().getLast());
    }

    @AfterEach
    void disconnect() {
        first.close();
        second.close();
    }

    @Test
    void a_run_is_followed_gapless_from_the_server_that_does_not_work_on_it() throws Exception {
        var card = coding("Print lines: work for 10 seconds.", Cluster.LINES);
        patiently().until(() -> workedOnBy(card, 0) || workedOnBy(card, 1));
        var reader = workedOnBy(card, 0) ? second : first;
        var run = run(card);
        var latencies = new ArrayList<Long>();
        long seq = 0;

        try (var feed = reader.subscribe(EVENTS, Map.of("run", run))) {
            for (JsonNode message = feed.message(); isNext(message); message = feed.message()) {
                var arrived = Instant.now();
                for (var event : message.at("/payload/data/runEvents")) {
                    assertThat(event.path("seq").asLong()).isEqualTo(++seq);
                    latencies.add(Duration.between(Instant.parse(event.path("at").asText()), arrived).toMillis());
                }
            }
        }

        assertThat(seq).isEqualTo(Long.parseLong(cluster.value("select last_seq from run where id = ?::uuid", run)));
        assertThat(seq).isGreaterThan(10);
        var live = latencies.subList(5, latencies.size()).stream().sorted().toList();
        System.out.printf("across servers, from the line read to its arrival at a subscriber: p50 %d ms, p99 %d ms of %d%n",
                live.get(live.size() / 2), live.get(live.size() * 99 / 100), live.size());
    }

    @Test
    void a_cards_way_is_seen_from_the_other_server() {
        try (var feed = second.subscribe(CHANGES, Map.of("project", project))) {
            var card = coding("Print lines: work for 1 seconds.", Cluster.LINES);

            assertThat(await(feed, card, "CODING")).isTrue();
            assertThat(await(feed, card, "CODE_REVIEW")).isTrue();
        }
    }

    @Test
    void a_stop_reaches_the_server_that_works_on_the_run() throws Exception {
        var card = coding("Print lines: work for 600 seconds.", Cluster.LINES);
        patiently().until(() -> (workedOnBy(card, 0) || workedOnBy(card, 1)) && !cluster.agentProcesses(card).isEmpty());
        var other = workedOnBy(card, 0) ? second : first;

        long asked = System.nanoTime();
        other.query("mutation($card: ID!) { stopLoop(cardId: $card) { id } }", Map.of("card", card));

        patiently().until(() -> cluster.agentProcesses(card).isEmpty());
        var took = Duration.ofNanos(System.nanoTime() - asked);
        System.out.printf("a stop across servers took %d ms%n", took.toMillis());
        assertThat(took).isLessThan(Duration.ofSeconds(10));
        patiently().untilAsserted(() -> assertThat(cluster.value("select stop_reason from run where card_id = ?", card))
                .isEqualTo("USER_STOPPED"));
    }

    @Test
    void a_token_that_is_revoked_here_opens_nothing_there_and_loses_its_sockets() {
        var token = first.query("mutation { createApiToken(input: {name: \"ci\", role: OPERATOR}) { id value } }")
                .path("createApiToken");
        try (var program = new GraphQlClient(second.base(), token.path("value").asText());
                var feed = program.subscribe(CHANGES, Map.of("project", project))) {
            assertThat(program.query("{ me { name } }").at("/me/name").asText()).isEqualTo("ci");

            first.query("mutation($id: ID!) { revokeApiToken(id: $id) { id } }", Map.of("id", token.path("id").asText()));

            assertThat(program.get("/q/metrics").statusCode()).isEqualTo(401);
            var last = feed.message();
            while (last.path("type").asText().equals("next")) { // what other cards of the project do
                last = feed.message();
            }
            assertThat(last.path("code").asInt()).as("%s", last).isEqualTo(4403);
        }
    }

    @Test
    void a_subscriptions_slots_hold_for_both_servers_together() throws Exception {
        cluster.execute("""
                create table peak (running bigint);
                create function peak() returns trigger language plpgsql as $$ begin
                  insert into peak select count(*) from run where state = 'RUNNING' and subscription = 'narrow';
                  return null;
                end $$;
                create trigger peak after update of state on run for each statement execute function peak();""");
        for (int i = 0; i < 8; i++) {
            coding("Print lines: work for 2 seconds.", "narrow");
        }

        patiently().until(() -> cluster.value(
                "select count(*) from card where subscription = 'narrow' and state = 'CODE_REVIEW'").equals("8"));

        assertThat(cluster.value("select max(running) from peak")).isEqualTo("3");
        cluster.servers().forEach(server -> assertThat(server.log()).doesNotContain("run.lost", "run.detached"));
    }

    private UUID coding(String prompt, String subscription) {
        var card = cluster.createCard(first, project, prompt, subscription);
        cluster.fire(first, card, "START_CODING");
        return card;
    }

    private static String run(UUID card) throws SQLException {
        return cluster.value("select id from run where card_id = ?", card);
    }

    private static boolean workedOnBy(UUID card, int server) throws SQLException {
        var pid = cluster.servers().get(server).pid();
        return !cluster.rows("select id from run where card_id = ? and owner like ?", card, "%:" + pid + ":%").isEmpty();
    }

    private static boolean isNext(JsonNode message) {
        assertThat(message.path("type").asText()).as("%s", message).isIn("next", "complete");
        return message.path("type").asText().equals("next");
    }

    /** Whether the card is seen in that state before the feed falls silent. */
    private static boolean await(GraphQlFeed feed, UUID card, String state) {
        while (true) {
            var change = feed.next().path("cardChanges");
            if (change.path("id").asText().equals(card.toString()) && change.path("state").asText().equals(state)) {
                return true;
            }
        }
    }

    private static ConditionFactory patiently() {
        return org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(50));
    }
}
