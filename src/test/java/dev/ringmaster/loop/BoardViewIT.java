package dev.ringmaster.loop;

import static dev.ringmaster.loop.ScriptedAgentsProfile.task;
import static dev.ringmaster.loop.ScriptedAgentsProfile.work;
import static dev.ringmaster.testing.LoopCard.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.LoopBoard;
import dev.ringmaster.testing.LoopCard;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** What boards and reviews show beyond the cards themselves. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
@TestProfile(ScriptedAgentsProfile.class)
class BoardViewIT {

    private final LoopBoard board = LoopBoard.ofThisTest();

    @AfterEach
    void end() {
        board.close();
    }

    @Test
    void a_board_is_told_what_its_agents_do_while_they_do_it() throws Exception {
        var card = board.onlyCard(
                task("""
                          echo '{"type":"assistant","session_id":"s","message":{"id":"m","role":"assistant","content":[{"type":"tool_use",\
                        "id":"t","name":"Write","input":{"file_path":"src/Limiter.java","content":"class Limiter {}"}}]}}'
                          until [ -e go ]; do sleep 0.1; done
                          echo x > x.txt
                          """
                        + ScriptedAgentsProfile.result("<promise>COMPLETE</promise>", "0.25")),
                Map.of(),
                Map.of("subscription", ScriptedAgentsProfile.STREAM_JSON));
        var project = board.client().query("query($c: ID!) { card(id: $c) { projectId } }", Map.of("c", card.id()))
                .path("card").path("projectId").asText();
        assertThat(activities(project)).isEmpty();

        card.fire("START_CODING");

        await().atMost(LoopCard.PATIENCE).untilAsserted(() -> assertThat(activities(project)).singleElement()
                .satisfies(activity -> {
                    assertThat(activity.path("cardId").asText()).isEqualTo(card.id());
                    assertThat(activity.path("kind").asText()).isEqualTo("TOOL_CALL");
                    assertThat(activity.path("toolName").asText()).isEqualTo("Write");
                    assertThat(activity.path("target").asText()).isEqualTo("src/Limiter.java");
                    assertThat(activity.path("iteration").asInt()).isEqualTo(1);
                }));
        Files.createFile(card.worktree().resolve("go"));
        card.awaitState("CODE_REVIEW");
        assertThat(activities(project)).isEmpty();
    }

    @Test
    void a_second_review_can_be_of_what_came_after_the_first() throws Exception {
        var card = board.onlyCard(work(), Map.of(), Map.of());
        card.fire("START_CODING");
        card.awaitState("CODE_REVIEW");
        assertThat(sinceReview(card).isNull()).as("nobody has reviewed it yet").isTrue();
        assertThat(waiting()).as("it waits for its review").contains(card.id());

        card.update(Map.of("taskPrompt", task("echo better > better.txt; echo '<promise>COMPLETE</promise>'")));
        card.comment("hello.txt", 1, "Say it better");
        card.fire("REJECT_REVIEW", "Do it better");
        assertThat(waiting()).as("it is worked on").doesNotContain(card.id());

        var again = card.await("the second review", now -> now.path("state").asText().equals("CODE_REVIEW")
                && now.path("runs").size() == 2);
        assertThat(again.path("state").asText()).isEqualTo("CODE_REVIEW");
        assertThat(resolved(card)).as("the agent was told, and has done its work").containsExactly(true);
        card.comment("better.txt", 1, "Even better");
        assertThat(resolved(card)).containsExactly(true, false);
        assertThat(sinceReview(card).path("files")).singleElement()
                .satisfies(file -> assertThat(file.path("path").asText()).isEqualTo("better.txt"));
    }

    private List<String> waiting() {
        return texts(board.client().query("{ waitingCards { id attention { reason } } }", Map.of()).path("waitingCards"), "id");
    }

    private JsonNode activities(String project) {
        return board.client()
                .query("query($p: ID!) { activities(projectId: $p) { cardId kind toolName target iteration costUsd } }",
                        Map.of("p", project))
                .path("activities");
    }

    private List<Boolean> resolved(LoopCard card) {
        var comments = board.client().query("query($c: ID!) { card(id: $c) { reviewComments { resolved } } }",
                Map.of("c", card.id())).path("card").path("reviewComments");
        return StreamSupport.stream(comments.spliterator(), false).map(one -> one.path("resolved").asBoolean()).toList();
    }

    private JsonNode sinceReview(LoopCard card) {
        return board.client().query("query($c: ID!) { card(id: $c) { diff(since: REVIEW) { base files { path } } } }",
                Map.of("c", card.id())).path("card").path("diff");
    }
}
