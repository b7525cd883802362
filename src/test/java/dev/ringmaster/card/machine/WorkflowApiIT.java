package dev.ringmaster.card.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.card.workflow.Action;
import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.card.workflow.Trigger;
import dev.ringmaster.card.workflow.Workflow;
import dev.ringmaster.testing.Board;
import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GitRepository;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
class WorkflowApiIT {

    @Inject
    Tables tables;

    private Board board;
    private String projectId;

    @BeforeEach
    void createProject(@TempDir Path repository) throws IOException, InterruptedException {
        board = Board.ofServerUnderTest();
        projectId = board.createProject(Map.of("name", "Shop", "repositoryPath", GitRepository.create(repository, "main")))
                .value().path("id").asText();
    }

    @Test
    void theQueryIsTheTable() {
        var edges = board.call("{ workflow { from trigger guard to actions } }", Map.of()).value();

        assertThat(edges.valueStream().map(edge -> List.of(edge.path("from").asText(), edge.path("trigger").asText(),
                edge.path("guard").isNull() ? "" : edge.path("guard").asText(), edge.path("to").asText(),
                texts(edge.path("actions")).toString())))
                .containsExactlyElementsOf(Workflow.edges().stream().map(edge -> List.of(edge.from().name(),
                        edge.trigger().name(), String.valueOf(edge.guard().description()).replace("null", ""),
                        edge.to().name(), edge.actions().toString())).toList());
    }

    @Test
    void aCardTellsWhatItAllowsNowGuardsIncluded() {
        String empty = card("");
        String ready = card("Do it");

        assertThat(allowed(empty)).containsExactly("ARCHIVE");
        assertThat(allowed(ready)).containsExactly("START_PLANNING", "START_CODING", "ARCHIVE");

        board.updateCard(empty, Map.of("taskPrompt", "Do it"), 1).value();
        assertThat(allowed(empty)).containsExactly("START_PLANNING", "START_CODING", "ARCHIVE");
    }

    @Test
    void aPersonMovesTheCardAndIsNamedInItsHistory() {
        String id = card("Do it");

        assertThat(fire(id, "ARCHIVE").value().path("state").asText()).isEqualTo("ARCHIVED");
        assertThat(allowed(id)).containsExactly("UNARCHIVE");
        assertThat(fire(id, "UNARCHIVE").value().path("state").asText()).isEqualTo("DRAFT");

        JsonNode transitions = board.call("query($id: ID!) { card(id: $id) { transitions { from to trigger actor reason } } }",
                Map.of("id", id)).value().path("transitions");
        assertThat(transitions.findValuesAsText("trigger")).containsExactly("ARCHIVE", "UNARCHIVE");
        assertThat(transitions.findValuesAsText("actor")).allSatisfy(actor -> assertThat(actor).isNotBlank()
                .isNotEqualTo(TriggerRequest.SERVER));
        assertThat(transitions.findValuesAsText("reason")).containsOnly("because");
    }

    @Test
    void nobodyCanClaimWhatOnlyTheServerCanSee() {
        String id = card("Do it");
        for (var state : List.of(CardState.DRAFT, CardState.CODE_REVIEW, CardState.TESTING, CardState.BUILDING,
                CardState.VERIFYING, CardState.COMPLETED)) {
            tables.rows("update card set state = $2 where id = $1", UUID.fromString(id), state.name());
            for (var trigger : Arrays.stream(Trigger.values()).filter(trigger -> !trigger.byUser()).toList()) {
                var inTable = Workflow.edges().stream()
                        .anyMatch(edge -> edge.from() == state && edge.trigger() == trigger);

                var answer = fire(id, trigger.name());

                assertThat(answer.code()).as("%s in %s", trigger, state)
                        .isEqualTo(inTable ? "FORBIDDEN" : "ILLEGAL_TRANSITION");
                assertThat(answer.message()).contains(trigger.name());
            }
        }
        assertThat(tables.transitions(UUID.fromString(id))).isEmpty();
    }

    @Test
    void whatTheTableDoesNotHaveIsRefusedWithWhatIsPossible() {
        var answer = fire(card("Do it"), "APPROVE_REVIEW");

        assertThat(answer.code()).isEqualTo("ILLEGAL_TRANSITION");
        assertThat(answer.message()).contains("APPROVE_REVIEW", "DRAFT", "START_CODING");
    }

    @Test
    void aGuardThatFailsSaysWhatToDo() {
        String id = card("");

        var answer = fire(id, "START_CODING");

        assertThat(answer.code()).isEqualTo("GUARD_FAILED");
        assertThat(answer.message()).contains("no task prompt", "write what is to be done");
        assertThat(board.card(id).value().path("version").asInt()).isEqualTo(1);
    }

    @Test
    void whatIsNoCardIsRefused() {
        assertThat(fire(UUID.randomUUID().toString(), "ARCHIVE").code()).isEqualTo("NOT_FOUND");
        assertThat(fire("x", "ARCHIVE").code()).isEqualTo("VALIDATION");
    }

    /** The row of the outbox is enough: the server that wrote it may have died before it told anybody. */
    @Test
    void anActionIsFoundByTheSweep() {
        var seed = tables.insert(new CardSeed(CardState.COMPLETED));
        long transition = tables.transition(seed, Action.NOTIFY);

        Awaitility.await().atMost(Tables.PATIENCE).until(() -> tables.state(transition, Action.NOTIFY), "DONE"::equals);

        assertThat(tables.action(transition, Action.NOTIFY).getString("result")).isEqualTo("announced COMPLETED");
    }

    /** The way a card takes by itself: each automatic trigger is an action of the move before. */
    @Test
    void aBuildThatFailedForTheLastTimeEndsTheCard() {
        var seed = new CardSeed(CardState.BUILD_FAILED);
        seed.maxRetries = seed.errorCount;
        tables.insert(seed);
        tables.transition(seed, Action.COLLECT_ERROR_CONTEXT, Action.ADVANCE);

        Awaitility.await().atMost(Tables.PATIENCE)
                .until(() -> tables.card(seed.cardId).getString("state"), "FAILED"::equals);

        assertThat(tables.card(seed.cardId).getString("attention_reason")).isEqualTo("CARD_FAILED");
        assertThat(tables.transitions(seed.cardId).getLast().getString("actor")).isEqualTo(TriggerRequest.SERVER);
        assertThat(tables.transitions(seed.cardId).getLast().getString("fired_by")).startsWith("action:");
    }

    private String card(String taskPrompt) {
        return board.createCard(Map.of("projectId", projectId, "title", "A card", "taskPrompt", taskPrompt,
                "subscription", "demo")).value().path("id").asText();
    }

    private Board.Answer fire(String cardId, String trigger) {
        return board.call("mutation($id: ID!, $trigger: Trigger!) { fire(cardId: $id, trigger: $trigger, reason: \"because\")"
                + " { id state } }", Map.of("id", cardId, "trigger", trigger));
    }

    private List<String> allowed(String cardId) {
        return texts(board.call("query($id: ID!) { card(id: $id) { allowedTriggers } }", Map.of("id", cardId)).value()
                .path("allowedTriggers"));
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
