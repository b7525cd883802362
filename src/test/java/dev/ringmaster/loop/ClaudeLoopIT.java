package dev.ringmaster.loop;

import static dev.ringmaster.loop.RealAgents.reached;
import static dev.ringmaster.testing.LoopCard.newestRun;
import static dev.ringmaster.testing.LoopCard.processesOf;
import static dev.ringmaster.testing.LoopCard.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GitRepository;
import dev.ringmaster.testing.GraphQlFeed;
import dev.ringmaster.testing.LoopCard;
import dev.ringmaster.testing.ModelReply;
import dev.ringmaster.testing.ModelReply.Tokens;
import dev.ringmaster.testing.RealAgent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** A card's way with the real Claude Code, as a person at the board sees and steers it. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
@TestProfile(RealAgentsProfile.class)
class ClaudeLoopIT {

    @RegisterExtension
    final RealAgents agents = new RealAgents(RealAgent.CLAUDE);

    @Test
    void a_card_is_coded_before_everybodys_eyes_reviewed_and_completed() throws Exception {
        var held = ModelReply.held(ModelReply.bash("pwd").costing(new Tokens(10, 100, 1000, 40)));
        agents.model().then(held);
        var repository = agents.board().repository("hello");
        var card = agents.board().card(agents.board().project(repository, Map.of()), "Write hello.txt", Map.of());

        assertThat(card.fire("START_CODING").path("state").asText()).isEqualTo("CODING");

        reached(held);
        var runId = card.run().path("id").asText();
        var worktree = card.worktree();
        try (var feed = follow(runId)) {
            var live = until(feed, "SESSION_STARTED");
            agents.model().then(
                    ModelReply.write(worktree.resolve("hello.txt").toString(), "Hello\n")
                            .costing(new Tokens(20, 200, 2000, 50)),
                    ModelReply.complete().costing(new Tokens(30, 300, 3000, 60)));
            held.release().countDown();
            live.addAll(until(feed, "CHECKPOINT"));

            assertThat(live).extracting(event -> event.path("seq").asLong())
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, live.size()).mapToObj(seq -> (long) seq).toList());
            assertThat(live).extracting(event -> event.path("kind").asText()).startsWith("ITERATION_STARTED", "SESSION_STARTED")
                    .contains("TOOL_CALL", "TOOL_RESULT", "FILE_CHANGED", "USAGE", "COMPLETION_SIGNAL")
                    .endsWith("ITERATION_ENDED", "CHECKPOINT");
            assertThat(live).anySatisfy(event -> assertThat(event.path("toolOutput").asText()).isEqualTo(worktree.toString()));
        }
        var reviewed = card.awaitState("CODE_REVIEW");
        assertThat(reviewed.path("attention").path("reason").asText()).isEqualTo("REVIEW_TO_GIVE");
        assertThat(GitRepository.git(repository, "show", reviewed.path("branch").asText() + ":hello.txt")).isEqualTo("Hello");
        assertThat(GitRepository.git(worktree, "status", "--porcelain")).isEmpty();
        assertThat(GitRepository.git(repository, "rev-parse", "--abbrev-ref", "HEAD")).isEqualTo("main");
        assertBilled(newestRun(reviewed));

        card.fire("APPROVE_REVIEW");

        var done = card.awaitState("COMPLETED");
        assertThat(texts(done.path("transitions"), "to")).containsExactly("CODING", "CODE_REVIEW", "TESTING", "COMPLETED");
        assertThat(texts(done.path("transitions"), "reason")).contains("no checks configured");
        assertThat(done.path("errors")).isEmpty();
    }

    private static void assertBilled(JsonNode run) {
        assertThat(run.path("stopReason").asText()).isEqualTo("COMPLETED");
        assertThat(run.path("iterations")).hasSize(1);
        var iteration = run.path("iterations").get(0);
        assertThat(iteration.path("inputTokens").asLong()).isEqualTo(60);
        assertThat(iteration.path("cacheCreationInputTokens").asLong()).isEqualTo(600);
        assertThat(iteration.path("cacheReadInputTokens").asLong()).isEqualTo(6000);
        assertThat(iteration.path("outputTokens").asLong()).isEqualTo(150);
        assertThat(iteration.path("filesChanged").asInt()).isEqualTo(1);
        assertThat(run.path("inputTokens").asLong()).isEqualTo(60);
        assertThat(run.path("outputTokens").asLong()).isEqualTo(150);
        var cost = new BigDecimal(run.path("costUsd").asText());
        assertThat(cost).isPositive().isEqualByComparingTo(iteration.path("costUsd").asText());
    }

    @Test
    void what_the_check_complains_about_is_what_the_next_iteration_is_told() throws Exception {
        agents.model().then(ModelReply.bash("echo wrong > answer.txt"), ModelReply.complete(),
                ModelReply.bash("echo right > answer.txt"), ModelReply.complete());
        var card = agents.board().onlyCard("Write answer.txt",
                Map.of("checkCommand", "grep right answer.txt || { echo the-answer-is-$(cat answer.txt); exit 7; }"), Map.of());

        card.fire("START_CODING");

        var run = newestRun(card.awaitState("CODE_REVIEW"));
        assertThat(texts(run.path("iterations"), "outcome")).containsExactly("EVIDENCE_MISSING", "COMPLETED");
        assertThat(run.path("iterations").get(0).path("message").asText()).contains("exit code 7", "the-answer-is-wrong");
        assertThat(agents.model().requests().get(1).conversation()).doesNotContain("the-answer-is-wrong");
        assertThat(agents.model().requests().get(2).conversation()).contains("the-answer-is-wrong", "exit code 7");
        assertThat(texts(run.path("iterations"), "agentSessionId")).doesNotHaveDuplicates();
        card.fire("APPROVE_REVIEW");
        assertThat(texts(card.awaitState("COMPLETED").path("transitions"), "reason"))
                .anyMatch(why -> why.contains("passed in"));
    }

    @Test
    void a_stop_ends_everything_at_once_and_a_start_goes_on_in_the_same_session() throws Exception {
        var held = ModelReply.held(ModelReply.complete());
        agents.model().then(ModelReply.bash("echo half > work.txt"), held, ModelReply.bash("echo whole > work.txt"),
                ModelReply.complete());
        var card = agents.board().onlyCard("Write work.txt", Map.of(), Map.of());
        card.fire("START_CODING");
        reached(held);
        var runId = card.run().path("id").asText();
        assertThat(processesOf(runId)).as("processes of the run while it works").isNotEmpty();

        long asked = System.nanoTime();
        card.loop("stopLoop");

        var stopped = card.awaitEnd("USER_STOPPED");
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
        assertThat(processesOf(runId)).isEmpty();
        assertThat(card.awaitAttention("STOPPED").path("state").asText()).isEqualTo("CODING");
        assertThat(texts(stopped.path("iterations"), "outcome")).containsExactly("STOPPED");
        assertThat(GitRepository.git(card.worktree(), "show", "HEAD:work.txt")).isEqualTo("half");

        card.loop("startLoop");

        var next = newestRun(card.awaitState("CODE_REVIEW"));
        assertThat(next.path("id").asText()).isNotEqualTo(runId);
        assertThat(texts(next.path("iterations"), "agentSessionId"))
                .isEqualTo(texts(stopped.path("iterations"), "agentSessionId"));
        assertThat(agents.model().requests().getLast().conversation()).contains("echo half > work.txt");
        assertThat(card.now().path("attention").path("reason").asText()).isEqualTo("REVIEW_TO_GIVE");
    }

    @Test
    void a_pause_lets_the_iteration_end_and_a_resume_starts_the_next() throws Exception {
        var held = ModelReply.held(ModelReply.text("More is to do."));
        agents.model().then(ModelReply.bash("echo half > work.txt"), held);
        var card = agents.board().onlyCard("Write work.txt", Map.of(), Map.of());
        card.fire("START_CODING");
        reached(held);

        assertThat(card.loop("pauseLoop").path("state").asText()).isEqualTo("RUNNING");
        held.release().countDown();

        var paused = card.awaitRun("PAUSED");
        assertThat(texts(paused.path("iterations"), "outcome")).containsExactly("WORKING");
        assertThat(processesOf(paused.path("id").asText())).isEmpty();

        agents.model().then(ModelReply.bash("echo whole > work.txt"), ModelReply.complete());
        card.loop("resumeLoop");

        var run = newestRun(card.awaitState("CODE_REVIEW"));
        assertThat(run.path("id")).isEqualTo(paused.path("id"));
        assertThat(texts(run.path("iterations"), "outcome")).containsExactly("WORKING", "COMPLETED");
    }

    @Test
    void a_hint_to_a_running_card_is_in_the_next_iterations_prompt() throws Exception {
        var held = ModelReply.held(ModelReply.text("More is to do."));
        agents.model().then(ModelReply.bash("echo half > work.txt"), held, ModelReply.bash("echo whole > work.txt"),
                ModelReply.complete());
        var card = agents.board().onlyCard("Write work.txt", Map.of(), Map.of());
        card.fire("START_CODING");
        reached(held);

        card.hint("Mind the-hint-of-a-person.");
        held.release().countDown();

        var run = newestRun(card.awaitState("CODE_REVIEW"));
        assertThat(agents.model().requests().get(1).conversation()).doesNotContain("the-hint-of-a-person");
        assertThat(agents.model().requests().get(2).conversation()).contains("the-hint-of-a-person");
        assertThat(card.events(run.path("id").asText())).filteredOn(event -> event.path("kind").asText().equals("HINT"))
                .singleElement().satisfies(event -> assertThat(event.path("iteration").asInt()).isEqualTo(2));
    }

    private GraphQlFeed follow(String runId) {
        return agents.board().client().subscribe("subscription($run: ID!) { runEvents(runId: $run, after: 0) "
                + "{ seq kind text toolName toolOutput path } }", Map.of("run", runId));
    }

    /** The events from the feed's next one to the first of a kind. */
    private static List<JsonNode> until(GraphQlFeed feed, String kind) {
        var events = new ArrayList<JsonNode>();
        Awaitility.await(kind).atMost(LoopCard.PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
            feed.next().path("runEvents").forEach(events::add);
            return events.stream().anyMatch(event -> event.path("kind").asText().equals(kind));
        });
        return events;
    }
}
