package dev.ringmaster.loop;

import static dev.ringmaster.testing.LoopCard.newestRun;
import static dev.ringmaster.testing.LoopCard.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GitRepository;
import dev.ringmaster.testing.ModelReply;
import dev.ringmaster.testing.ModelReply.Tokens;
import dev.ringmaster.testing.RealAgent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The bill of the real Claude Code, whose model says beforehand what each of its answers uses. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
@TestProfile(RealAgentsProfile.class)
class ClaudeMetricsIT {

    private static final String SUMMARY = "{ sessions successfulSessions iterations inputTokens cacheCreationInputTokens"
            + " cacheReadInputTokens outputTokens costUsd reportedCostUsd estimatedCostUsd unpricedTokens successRate }";

    /** Ten cents, of input, which is known as soon as a message begins. */
    private static final Tokens DIME = new Tokens(50_000, 0, 0, 1);

    @RegisterExtension
    final RealAgents agents = new RealAgents(RealAgent.CLAUDE);

    @Test
    void the_summary_is_what_the_model_has_counted() throws Exception {
        agents.model().then(ModelReply.bash("echo hello > hello.txt").costing(new Tokens(1_001, 2_002, 30_003, 404)),
                ModelReply.text("More is to do.").costing(new Tokens(505, 6_006, 70_007, 808)),
                ModelReply.bash("echo world >> hello.txt").costing(new Tokens(9, 1_010, 11_011, 1_212)),
                ModelReply.complete().costing(new Tokens(13, 140, 15_019, 160)));
        var project = agents.board().project(agents.board().repository("bill"), Map.of());
        var card = agents.board().card(project, "Write hello.txt", Map.of());

        card.fire("START_CODING");
        card.awaitState("CODE_REVIEW");

        var ofCard = agents.board().client().query("query($c: ID!) { metricsByCard(cardId: $c) " + SUMMARY + " }",
                Map.of("c", card.id())).path("metricsByCard");
        assertThat(ofCard.path("iterations").asInt()).isEqualTo(2);
        assertThat(ofCard.path("sessions").asInt()).isEqualTo(1);
        assertThat(ofCard.path("inputTokens").asLong()).isEqualTo(1_001 + 505 + 9 + 13);
        assertThat(ofCard.path("cacheCreationInputTokens").asLong()).isEqualTo(2_002 + 6_006 + 1_010 + 140);
        assertThat(ofCard.path("cacheReadInputTokens").asLong()).isEqualTo(30_003 + 70_007 + 11_011 + 15_019);
        assertThat(ofCard.path("outputTokens").asLong()).isEqualTo(404 + 808 + 1_212 + 160);
        // Sonnet 5.5: 2, 2.5, 0.1 and 10 dollars for a million.
        assertThat(ofCard.path("costUsd").decimalValue()).isEqualByComparingTo("0.064395");
        assertThat(ofCard.path("reportedCostUsd").decimalValue()).isEqualByComparingTo(ofCard.path("costUsd").decimalValue());
        assertThat(ofCard.path("estimatedCostUsd").decimalValue()).isEqualByComparingTo(ofCard.path("costUsd").decimalValue());
        assertThat(ofCard.path("unpricedTokens").asLong()).isZero();
        var ofProject = agents.board().client().query("query($p: ID) { metricsSummary(projectId: $p) " + SUMMARY + " }",
                Map.of("p", project)).path("metricsSummary");
        assertThat(ofProject).isEqualTo(ofCard);
    }

    /**
     * The scripted model answers at once, so there is no time in which a server could step in: the agent keeps to it itself.
     */
    @Test
    void a_cap_is_not_passed_by_more_than_the_message_that_reaches_it_however_quick_the_model_is() throws Exception {
        agents.model().then(dimes(14)).then(ModelReply.complete().costing(DIME));
        var card = agents.board().onlyCard("Write work.txt", Map.of(), Map.of("limits", Map.of("maxCostUsd", 1.0)));

        card.fire("START_CODING");

        var stopped = card.awaitEnd("MAX_COST");
        assertThat(card.awaitAttention("BUDGET_REACHED").path("state").asText()).isEqualTo("CODING");
        assertThat(agents.model().requests()).as("messages that the model was asked for").hasSize(10);
        assertThat(stopped.path("costUsd").decimalValue()).isEqualByComparingTo("1.0001");
        assertThat(texts(stopped.path("iterations"), "outcome")).containsExactly("STOPPED");
        assertThat(GitRepository.git(card.worktree(), "show", "HEAD:work.txt").lines())
                .as("kept in git; the last tool may not be run").hasSizeBetween(9, 10);

        card.startLoop(Map.of("limits", Map.of("maxCostUsd", 5.0)));

        var run = newestRun(card.awaitState("CODE_REVIEW"));
        assertThat(texts(run.path("iterations"), "agentSessionId"))
                .isEqualTo(texts(stopped.path("iterations"), "agentSessionId"));
        assertThat(agents.model().requests().getLast().conversation()).contains("echo 1 >>");
        assertThat(inputTokens(stopped) + inputTokens(run)).as("each message is billed once")
                .isEqualTo(agents.model().requests().size() * 50_000L).isEqualTo(15 * 50_000L);
    }

    /** A cap that the agent cannot be told. As real models do, this one takes its time for a message: the one after the cap. */
    @Test
    void a_cap_of_tokens_stops_it_before_another_message_is_complete() throws Exception {
        var next = ModelReply.held(ModelReply.complete());
        agents.model().then(dimes(10)).then(next);
        var project = agents.board().project(agents.board().repository("tokens"), Map.of());
        agents.board().client().query("mutation($p: String!) { setBudget(input: {scope: RUN, subject: $p, period: TOTAL, "
                + "maxTokens: 500000}) { share } }", Map.of("p", project));
        var card = agents.board().card(project, "Write work.txt", Map.of());

        card.fire("START_CODING");

        var stopped = card.awaitEnd("MAX_COST");
        assertThat(card.awaitAttention("BUDGET_REACHED").path("attention").path("message").asText())
                .contains("500000 tokens");
        assertThat(inputTokens(stopped)).isEqualTo(500_000);
        assertThat(agents.model().requests()).as("the next message may have been asked for").hasSizeBetween(10, 11);
        assertThat(texts(stopped.path("iterations"), "outcome")).containsExactly("STOPPED");
    }

    private static ModelReply[] dimes(int messages) {
        return IntStream.rangeClosed(1, messages).mapToObj(n -> ModelReply.bash("echo " + n + " >> work.txt").costing(DIME))
                .toArray(ModelReply[]::new);
    }

    private static long inputTokens(JsonNode run) {
        return run.path("inputTokens").asLong();
    }
}
