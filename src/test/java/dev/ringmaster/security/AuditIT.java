package dev.ringmaster.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GraphQlClient;
import dev.ringmaster.testing.GraphQlFailure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;

@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
class AuditIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CANARY = "canary-3f9a-sk-ant-api03-secret";
    private static final String RUN = "11111111-1111-4111-8111-111111111111";

    @Inject
    Pool pool;

    private final GraphQlClient owner = GraphQlClient.ofThisTest();
    private String name;
    private GraphQlClient operator;

    @BeforeEach
    void newcomer() {
        name = "operator " + System.nanoTime();
        operator = new GraphQlClient(owner.base(), Visitor.token(owner, name, "OPERATOR"));
    }

    @AfterEach
    void close() {
        operator.close();
        owner.close();
    }

    @Test
    void every_change_names_who_made_it_and_what_became_of_it() {
        var project = operator.query("mutation { createDemoProject { id } }").at("/createDemoProject/id").asText();
        var card = operator.query("mutation($i: CardInput!) { createCard(input: $i) { title } }",
                Map.of("i", Map.of("projectId", project, "title", "A", "taskPrompt", "Do " + CANARY))).size();
        assertThatExceptionOfType(GraphQlFailure.class).isThrownBy(() -> operator.query(
                "mutation { fire(cardId: \"" + RUN + "\", trigger: START_CODING, reason: \"" + CANARY + "\") { id } }"));

        var log = log();
        assertThat(log).hasSize(2 + card);
        assertThat(log.get(0).toString()).isEqualTo("{\"actor\":\"" + name + "\",\"role\":\"OPERATOR\","
                + "\"authentication\":\"API_TOKEN\",\"operation\":\"fire\",\"subject\":\"card:" + RUN + "\","
                + "\"detail\":\"cardId=" + RUN + ", trigger=START_CODING, reason\",\"result\":\"NOT_FOUND\"}");
        assertThat(log.get(1).path("operation").asText()).isEqualTo("createCard");
        assertThat(log.get(1).path("subject").asText()).as("what was made, though its id was not asked for")
                .startsWith("card:");
        assertThat(log.get(1).path("detail").asText()).isEqualTo("projectId=" + project + ", title, taskPrompt");
        assertThat(log.get(2).path("subject").asText()).isEqualTo("project:" + project);
        assertThat(log.get(2).path("result").asText()).isEqualTo("OK");
        assertThat(
                owner.query("query($a: String) { auditLog(actor: $a) { items { actor detail subject operation } } }", Map.of())
                        .toString())
                .doesNotContain(CANARY);
    }

    @Test
    void a_transition_names_the_person() {
        var project = operator.query("mutation { createDemoProject { id } }").at("/createDemoProject/id").asText();
        var card = operator.query("mutation($i: CardInput!) { createCard(input: $i) { id } }",
                Map.of("i", Map.of("projectId", project, "title", "A", "taskPrompt", "B"))).at("/createCard/id").asText();

        operator.query("mutation { fire(cardId: \"" + card + "\", trigger: ARCHIVE) { id } }");

        assertThat(owner.query("{ card(id: \"" + card + "\") { transitions { actor } } }").at("/card/transitions/0/actor")
                .asText()).isEqualTo(name);
    }

    @Test
    void reading_transcripts_and_prompts_is_noted_once_a_while() {
        for (int i = 0; i < 3; i++) {
            operator.post(GraphQlClient.request("{ runEvents(runId: \"" + RUN + "\") { seq } run(id: \"" + RUN
                    + "\") { iterations { promptSections { text } } } }", Map.of()));
            operator.query("query { card(id: \"" + RUN + "\") { ...C } } fragment C on Card { checkpoints { lastPrompt } }");
            operator.query("{ card(id: \"" + RUN + "\") { title } }");
        }

        await().atMost(PATIENCE).until(() -> log().size() >= 3);
        assertThat(log()).extracting(entry -> entry.path("operation").asText() + " " + entry.path("subject").asText())
                .containsExactlyInAnyOrder("READ_TRANSCRIPT run:" + RUN, "READ_PROMPTS run:" + RUN, "READ_PROMPTS card:" + RUN);
    }

    @Test
    void refusals_of_those_who_are_known_are_noted() {
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(GraphQlFailure.class).isThrownBy(() -> operator.query(
                    "mutation { createProject(input: {name: \"" + CANARY + "\", repositoryPath: \"/tmp\"}) { id } }"));
            assertThat(operator.get("/q/unheard-of").statusCode()).isEqualTo(403);
        }

        await().atMost(PATIENCE).until(() -> log().size() >= 2);
        assertThat(log()).hasSize(2).allMatch(entry -> entry.path("result").asText().equals("FORBIDDEN"))
                .extracting(entry -> entry.path("operation").asText())
                .containsExactlyInAnyOrder("createProject", "GET /q/unheard-of");
    }

    @Test
    void what_the_server_runs_and_where_only_an_admin_changes() {
        var project = owner.query("mutation { createDemoProject { id version repositoryPath checkCommand } }")
                .path("createDemoProject");
        for (var field : List.of("repositoryPath", "repositoryUrl", "setupCommand", "checkCommand")) {
            var value = field.equals("repositoryUrl") ? "https://example.org/x.git" : "/tmp/other";
            assertThatExceptionOfType(GraphQlFailure.class).as(field)
                    .isThrownBy(() -> update(operator, project, Map.of(field, value)))
                    .withMessageContaining("only an admin").satisfies(
                            failure -> assertThat(failure.codes()).containsExactly("FORBIDDEN"));
        }
        var same = new HashMap<String, Object>(Map.of("description", "Better", "checkCommand",
                project.path("checkCommand").asText(), "repositoryPath", project.path("repositoryPath").asText()));
        assertThat(update(operator, project, same).at("/updateProject/version").asInt()).isEqualTo(2);
        assertThat(owner.query("mutation($i: ProjectInput!) { updateProject(id: \"" + project.path("id").asText()
                + "\", version: 2, input: $i) { setupCommand } }", Map.of("i", Map.of("setupCommand", "true")))
                .at("/updateProject/setupCommand").asText()).isEqualTo("true");
    }

    @Test
    void the_log_pages_by_cursor_and_by_person_and_by_subject() {
        for (int i = 0; i < 5; i++) {
            assertThatExceptionOfType(GraphQlFailure.class)
                    .isThrownBy(() -> operator.query("mutation { pauseLoop(cardId: \"" + RUN + "\") { id } }"));
        }
        var seen = new ArrayList<String>();
        String after = null;
        do {
            var variables = new HashMap<String, Object>(Map.of("actor", name));
            variables.put("after", after);
            var page = owner.query("query($actor: String, $after: String) { auditLog(first: 2, after: $after, actor: $actor, "
                    + "subject: \"card:" + RUN + "\") { items { id actor subject } endCursor hasNextPage } }", variables)
                    .path("auditLog");
            page.path("items").forEach(entry -> seen.add(entry.path("id").asText()));
            after = page.path("hasNextPage").asBoolean() ? page.path("endCursor").asText() : null;
        } while (after != null);

        assertThat(seen).hasSize(5).doesNotHaveDuplicates()
                .isSortedAccordingTo((one, other) -> Long.compare(Long.parseLong(other), Long.parseLong(one)));
        assertThat(owner.query("{ auditActors }").path("auditActors").toString()).contains(name, "owner");
        assertThatExceptionOfType(GraphQlFailure.class)
                .isThrownBy(() -> owner.query("{ auditLog(after: \"x\") { hasNextPage } }"));
    }

    @Test
    void logging_in_and_out_is_noted() {
        try (var visitor = new Visitor(owner.base())) {
            visitor.send("GET", "/?token=" + operator.token(), "", "Accept", "text/html");
            visitor.send("POST", "/logout", "", "Cookie", "ringmaster_token=" + operator.token());
        }

        await().atMost(PATIENCE).until(() -> log().size() >= 2);
        assertThat(log()).extracting(entry -> entry.path("operation").asText()).containsExactlyInAnyOrder("LOGIN", "LOGOUT");
    }

    @ParameterizedTest
    @ValueSource(strings = { "update audit_entry set actor = 'somebody else'", "update audit_entry set result = 'OK'",
            "delete from audit_entry", "truncate audit_entry" })
    void what_was_noted_stays(String sql) {
        owner.query("mutation { createDemoProject { id } }");

        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> pool.query(sql).execute().await().atMost(PATIENCE)).withMessageContaining("audit");
    }

    private static JsonNode update(GraphQlClient client, JsonNode project, Map<String, ?> input) {
        return client.query(
                "mutation($id: ID!, $i: ProjectInput!) { updateProject(id: $id, version: 1, input: $i) { version } }",
                Map.of("id", project.path("id").asText(), "i", input));
    }

    private List<JsonNode> log() {
        var entries = new ArrayList<JsonNode>();
        owner.query("query($a: String) { auditLog(actor: $a, first: 100) { items { actor role authentication operation subject "
                + "detail result } } }", Map.of("a", name)).at("/auditLog/items").forEach(entries::add);
        return entries;
    }
}
