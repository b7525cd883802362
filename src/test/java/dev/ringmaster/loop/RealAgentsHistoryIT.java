package dev.ringmaster.loop;

import static dev.ringmaster.testing.LoopCard.newestRun;
import static dev.ringmaster.testing.LoopCard.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.LoopBoard;
import dev.ringmaster.testing.ModelReply;
import dev.ringmaster.testing.ModelServer;
import dev.ringmaster.testing.RealAgent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The real CLIs condense the history of their own cards, and take a system prompt apart from the prompt. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
@TestProfile(RealAgentsProfile.class)
class RealAgentsHistoryIT {

    private ModelServer model;
    private LoopBoard board;

    @BeforeEach
    void start() {
        model = RealAgentsProfile.startModel();
        board = LoopBoard.ofThisTest();
    }

    @AfterEach
    void end() {
        board.close();
        model.close();
    }

    private static String report(int turn) {
        return ("In turn-" + turn + " much was done. ").repeat(700);
    }

    @ParameterizedTest
    @EnumSource(names = { "CLAUDE", "CODEX" })
    void a_history_that_is_too_long_is_condensed_by_the_same_agent(RealAgent agent) throws Exception {
        agent.orSkip();
        for (int turn = 1; turn <= 3; turn++) {
            model.then(ModelReply.bash("echo " + turn + " >> work.txt"), ModelReply.text(report(turn)));
        }
        model.then(ModelReply.text("the-essence-of-turn-1"), ModelReply.bash("echo done >> work.txt"), ModelReply.complete());
        var project = board.project(board.repository("long"), Map.of());
        board.client().query(
                "mutation($id: ID!) { updatePromptSettings(projectId: $id, input: { condense: true }) { condense } }",
                Map.of("id", project));
        var card = board.card(project, "Write work.txt", Map.of("subscription", agent.platform()));

        card.fire("START_CODING");

        var run = newestRun(card.awaitState("CODE_REVIEW"));
        assertThat(texts(run.path("iterations"), "outcome")).containsExactly("WORKING", "WORKING", "WORKING", "CONDENSED",
                "COMPLETED");
        var condensing = run.path("iterations").get(3);
        assertThat(condensing.path("outputTokens").asLong()).as("its cost counts").isPositive();
        assertThat(condensing.path("prompt").asText()).contains("> In turn-1 much").doesNotContain("turn-2");
        assertThat(run.path("iterations").get(4).path("prompt").asText()).contains("> the-essence-of-turn-1", "turn-2")
                .doesNotContain("In turn-1 much");
        assertThat(StreamSupport.stream(run.path("iterations").spliterator(), false)
                .map(iteration -> iteration.path("costUsd").decimalValue()).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(run.path("costUsd").decimalValue());
        assertThat(card.worktree().resolve("work.txt")).hasContent("1\n2\n3\ndone");
    }

    @ParameterizedTest
    @EnumSource
    void the_rules_of_every_iteration_reach_the_model(RealAgent agent) throws Exception {
        agent.orSkip();
        var card = board.onlyCard("Write hello.txt", Map.of(), Map.of("subscription", agent.platform(), "limits",
                Map.of("maxIterations", 1)));
        model.otherwise(ModelReply.text("I stop here."));

        card.fire("START_CODING");

        card.awaitEnd("MAX_ITERATIONS");
        assertThat(model.requests().stream().map(ModelServer.Request::conversation)
                .filter(words -> words.contains("quoted data from outside") && words.contains("Write hello.txt"))
                .collect(Collectors.toList())).isNotEmpty();
        var sections = board.client().query("query($id: ID!) { card(id: $id) { runs { iterations { prompt promptSections"
                + " { name text } } } } }", Map.of("id", card.id())).path("card").path("runs").get(0).path("iterations").get(0);
        assertThat(sections.path("promptSections").get(0).path("text").asText()).contains("quoted data from outside");
        assertThat(sections.path("prompt").asText().contains("quoted data from outside")).as("within the prompt")
                .isEqualTo(agent != RealAgent.CLAUDE && agent != RealAgent.CODEX);
    }
}
