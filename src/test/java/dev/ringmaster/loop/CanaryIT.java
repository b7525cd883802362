package dev.ringmaster.loop;

import static dev.ringmaster.loop.ScriptedAgentsProfile.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GitRepository;
import dev.ringmaster.testing.GraphQlFailure;
import dev.ringmaster.testing.LoopBoard;
import dev.ringmaster.testing.LoopCard;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/**
 * Agents and checks print the credentials that they were given, in every encoding and cut at every place. Afterwards no table,
 * log, event, response or checkpoint holds eight characters in a row of any of it.
 */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
@TestProfile(CanaryProfile.class)
class CanaryIT {

    private static final int TELLING = 8;
    private static final String SET = "mutation($value: String!) { setSecret(name: \"canary\", value: $value) { name usedBy problem } }";

    private final LoopBoard board = LoopBoard.ofThisTest();

    @BeforeEach
    void store() {
        var stored = board.client().query(SET, Map.of("value", CanaryProfile.STORED)).path("setSecret");
        assertThat(stored.path("problem").isNull()).isTrue();
        assertThat(ConfigProvider.getConfig().getValue("ringmaster.subscriptions.canary-lines.env.CANARY_KEY", String.class))
                .isEqualTo(CanaryProfile.CONFIGURED);
        assertThat(stored.path("usedBy").toString()).contains("ringmaster.subscriptions.canary-json.env.CANARY_KEY",
                "ringmaster.notifications.webhook-secret");
    }

    @AfterEach
    void end() {
        board.close();
    }

    @Test
    void nothingOfACredentialIsKeptOrToldWhateverAnAgentDoesWithIt() throws Exception {
        var repository = board.repository("canary");
        GitRepository.commit(repository, "canary.py", resource());
        var project = board.project(repository, Map.of("checkCommand", "cat leak.txt; cat leak.txt >&2; ls; exit 1",
                "defaults", Map.of("maxIterations", 2)));
        var fed = board.client().subscribe("subscription($id: ID!) { cardChanges(projectId: $id) { id title state } }",
                Map.of("id", project));
        var cards = List.of(
                board.card(project, task("python3 canary.py lines"), Map.of("subscription", CanaryProfile.LINES)),
                board.card(project, task("python3 canary.py json"), Map.of("subscription", CanaryProfile.JSON)),
                board.card(project, task("python3 canary.py lines >&2; exit 3"),
                        Map.of("subscription", CanaryProfile.LINES)));

        cards.forEach(card -> card.fire("START_CODING"));
        cards.forEach(card -> card.await("an end", now -> !LoopCard.newestRun(now).path("stopReason").isNull()
                && LoopCard.newestRun(now).path("state").asText().equals("FINISHED")));
        Logger.getLogger(CanaryIT.class).errorf(new IllegalStateException("outer " + CanaryProfile.STORED,
                new IllegalArgumentException(CanaryProfile.CONFIGURED)), "logged %s", CanaryProfile.CONFIGURED);

        var places = places(cards);
        assertThat(places.get("tables")).as("the agents ran").contains("[redacted]", "leak.txt", "cut 5");
        assertThat(places.get("events")).contains("form: [redacted]");
        places.forEach((place, text) -> assertThat(telling(text)).as(place).isEmpty());
        assertThat(ofProcesses()).as("it was there to be printed").contains(CanaryProfile.STORED.substring(5, 15));
        fed.close();
    }

    private static String resource() throws Exception {
        try (var in = CanaryIT.class.getResourceAsStream("/canary/canary.py")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Map<String, String> places(List<LoopCard> cards) throws Exception {
        var log = ConfigProvider.getConfig().getValue("quarkus.log.file.path", Path.class);
        await().until(() -> Files.readString(log).contains("logged "));
        return Map.of("tables", tables(), "log", Files.readString(log), "events", events(cards), "responses", responses(cards));
    }

    /** Every row of every table, as text, and each bytea both ways. */
    private static String tables() throws SQLException {
        var text = new StringBuilder();
        try (var connection = connection(); var statement = connection.createStatement()) {
            var names = new ArrayList<String>();
            try (var tables = statement.executeQuery("select table_name from information_schema.tables "
                    + "where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'flyway%'")) {
                while (tables.next()) {
                    names.add(tables.getString(1));
                }
            }
            assertThat(names).contains("run_event", "iteration", "checkpoint", "card", "card_error", "secret");
            for (var name : names) {
                try (var rows = statement.executeQuery("select t::text from \"" + name + "\" t")) {
                    while (rows.next()) {
                        text.append(name).append(' ').append(rows.getString(1)).append('\n');
                    }
                }
            }
        }
        return text.toString();
    }

    private static Connection connection() throws SQLException {
        var config = ConfigProvider.getConfig();
        return DriverManager.getConnection(config.getValue("quarkus.datasource.jdbc.url", String.class),
                config.getValue("quarkus.datasource.username", String.class),
                config.getValue("quarkus.datasource.password", String.class));
    }

    /** As a reader puts a transcript together: texts of one kind one after the other. */
    private static String events(List<LoopCard> cards) {
        var text = new StringBuilder();
        for (var card : cards) {
            for (var run : card.now().path("runs")) {
                var events = card.events(run.path("id").asText());
                for (var kind : List.of("ASSISTANT_TEXT", "THINKING", "RAW", "WARNING")) {
                    events.stream().filter(event -> event.path("kind").asText().equals(kind))
                            .forEach(event -> text.append(event.path("text").asText()));
                    text.append('\n');
                }
                events.forEach(event -> text.append(event).append('\n'));
            }
        }
        return text.toString();
    }

    private String responses(List<LoopCard> cards) {
        var details = "query($id: ID!) { card(id: $id) { diff { files { path oldPath patch } } runs { message iterations "
                + "{ prompt message } } checkpoints { iteration commitSha fileChanges { path } lastPrompt lastResponseSummary } "
                + "errors { message context } attention { message } } }";
        return Stream.concat(cards.stream().map(LoopCard::now),
                cards.stream().map(card -> board.client().query(details, Map.of("id", card.id())))).map(JsonNode::toString)
                .collect(Collectors.joining("\n"))
                + board.client().query("{ secrets { name usedBy } subscriptions { name message } }");
    }

    /**
     * The first characters of the canaries, in any form, that a text holds; line breaks do not count, nor how it is escaped.
     */
    private static List<String> telling(String text) {
        var joined = text.replace("\\n", "").replace("\n", "").replace("\r", "");
        var readings = List.of(joined, joined.replace("\\\\", "\\"), joined.replace("\\\"", "\""));
        return Stream.of(CanaryProfile.CONFIGURED, CanaryProfile.STORED).flatMap(CanaryIT::forms).distinct()
                .flatMap(form -> parts(form).filter(part -> readings.stream().anyMatch(reading -> reading.contains(part))))
                .limit(5).toList();
    }

    private static Stream<String> forms(String canary) {
        var bytes = canary.getBytes(StandardCharsets.UTF_8);
        return Stream.concat(Stream.of(canary, HexFormat.of().formatHex(bytes), HexFormat.of().withUpperCase().formatHex(bytes),
                URLEncoder.encode(canary, StandardCharsets.UTF_8)),
                Stream.of("", "a", "ab").flatMap(before -> {
                    var whole = (before + canary).getBytes(StandardCharsets.UTF_8);
                    return Stream.of(Base64.getEncoder(), Base64.getUrlEncoder()).map(encoder -> encoder.encodeToString(whole)
                            .substring(4));
                }));
    }

    private static Stream<String> parts(String form) {
        return Stream.iterate(0, start -> start + TELLING <= form.length(), start -> start + 1)
                .map(start -> form.substring(start, start + TELLING));
    }

    /** What the agents really printed lies in the spool for a while. */
    private static String ofProcesses() throws Exception {
        var spool = ConfigProvider.getConfig().getValue("ringmaster.home", Path.class).resolve("spool/runs");
        try (var files = Files.walk(spool)) {
            return files.filter(file -> file.endsWith("stdout")).map(CanaryIT::read).collect(Collectors.joining());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (java.io.IOException e) {
            return "";
        }
    }

    @Test
    void secretsAreListedWithoutTheirValuesAndNotRemovedWhileTheyAreUsed() {
        var client = board.client();
        client.query("mutation { setSecret(name: \"unused\", value: \"correct-horse-battery\") { name } }");

        assertThat(client.query("{ secrets { name createdAt updatedAt usedBy problem } }").toString())
                .contains("\"unused\"", "\"canary\"").doesNotContain("correct-horse", CanaryProfile.STORED);
        assertThatThrownBy(() -> client.query("mutation { removeSecret(name: \"canary\") }"))
                .isInstanceOfSatisfying(GraphQlFailure.class,
                        refusal -> assertThat(refusal.codes()).containsExactly("CONFLICT"))
                .hasMessageContaining("ringmaster.subscriptions.canary-json.env.CANARY_KEY");
        assertThat(client.query("mutation { removeSecret(name: \"unused\") }").path("removeSecret").asBoolean()).isTrue();
        for (var wrong : List.of("mutation { removeSecret(name: \"unused\") }",
                "mutation { setSecret(name: \"../x\", value: \"correct-horse\") { name } }",
                "mutation { setSecret(name: \"x\", value: \" \") { name } }",
                "mutation { setSecret(name: \"x\", value: \"secret:canary\") { name } }")) {
            assertThatThrownBy(() -> client.query(wrong)).isInstanceOf(GraphQlFailure.class)
                    .hasMessageNotContaining("correct-horse");
        }
    }

    @Test
    void aRunWhoseSecretIsMissingIsRefusedBeforeAnythingMoves() throws Exception {
        var card = board.onlyCard(task("true"), Map.of(), Map.of("subscription", CanaryProfile.JSON));
        sql("delete from secret");

        assertThatThrownBy(() -> card.fire("START_CODING")).isInstanceOf(GraphQlFailure.class)
                .hasMessageContaining("canary").hasMessageContaining("setSecret");

        assertThat(card.now().path("state").asText()).isEqualTo("DRAFT");
    }

    private static void sql(String statement) throws SQLException {
        try (var connection = connection(); var sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}
