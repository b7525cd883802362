package dev.ringmaster.loop;

import static dev.ringmaster.testing.LoopCard.newestRun;
import static dev.ringmaster.testing.LoopCard.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.DatabaseResource;
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

    @Test
    void a_cap_stops_it_between_two_messages_and_a_raised_one_lets_it_go_on_in_the_same_session() throws Exception {
        // Ten cents each, of input, which is known as soon as a message begins.
        var dime = new Tokens(50_000, 0, 0, 1);
        agents.model().then(IntStream.rangeClosed(1, 14).mapToObj(n -> (ModelReply) ModelReply.bash("echo " + n
                + " >> work.txt; sleep 1").costing(dime)).toArray(ModelReply[]::new))
                .then(ModelReply.complete().costing(dime));
        var card = agents.board().onlyCard("Write work.txt", Map.of(), Map.of("limits", Map.of("maxCostUsd", 1.0)));

        card.fire("START_CODING");

        var stopped = card.awaitEnd("MAX_COST");
        assertThat(card.awaitAttention("BUDGET_REACHED").path("state").asText()).isEqualTo("CODING");
        var spent = stopped.path("costUsd").decimalValue();
        assertThat(spent).isBetween(new BigDecimal("1.0"), new BigDecimal("1.11"));
        assertThat(texts(stopped.path("iterations"), "outcome")).containsExactly("STOPPED");
        var asked = agents.model().requests().size();
        assertThat(asked).as("messages that the model was asked for").isBetween(10, 11);

        card.startLoop(Map.of("limits", Map.of("maxCostUsd", 5.0)));

        var reviewed = card.awaitState("CODE_REVIEW");
        var run = newestRun(reviewed);
        assertThat(texts(run.path("iterations"), "agentSessionId"))
                .isEqualTo(texts(stopped.path("iterations"), "agentSessionId"));
        assertThat(agents.model().requests().getLast().conversation()).contains("echo 1 >>");
        assertThat(inputTokens(stopped) + inputTokens(run)).as("each message is billed once")
                .isBetween((agents.model().requests().size() - 1) * 50_000L, agents.model().requests().size() * 50_000L);
    }

    private static long inputTokens(JsonNode run) {
        return run.path("inputTokens").asLong();
    }
}
