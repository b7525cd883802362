package dev.ringmaster.loop;

import static dev.ringmaster.testing.LoopCard.newestRun;
import static dev.ringmaster.testing.LoopCard.processesOf;
import static dev.ringmaster.testing.LoopCard.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.StreamSupport;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GitRepository;
import dev.ringmaster.testing.LoopCard;
import dev.ringmaster.testing.ModelReply;
import dev.ringmaster.testing.RealAgent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;

/** Cards with every real agent: alone, and handed from one to another. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
@TestProfile(RealAgentsProfile.class)
class RealAgentsLoopIT {

    private static final String HALF = "I have done the-first-half.";

    @Inject
    Pool pool;

    @RegisterExtension
    final RealAgents agents = new RealAgents();

    @AfterEach
    void forgive() {
        pool.query("delete from subscription_health").execute().await().atMost(LoopCard.PATIENCE);
    }

    @ParameterizedTest
    @EnumSource
    void a_card_comes_to_review_with_what_its_agent_wrote(RealAgent agent) throws Exception {
        agent.orSkip();
        var card = agents.board().onlyCard("Write hello.txt", Map.of(), Map.of("subscription", agent.platform()));
        willWrite(agent, card, "hello.txt");

        card.fire("START_CODING");

        var reviewed = card.awaitState("CODE_REVIEW");
        var run = newestRun(reviewed);
        assertThat(texts(run.path("iterations"), "outcome")).containsExactly("COMPLETED");
        assertThat(GitRepository.git(card.worktree(), "show", "HEAD:hello.txt")).isEqualTo("Hello");
        assertThat(GitRepository.git(card.worktree(), "status", "--porcelain")).isEmpty();
        assertThat(run.path("outputTokens").asLong()).isPositive();
        assertThat(processesOf(run.path("id").asText())).isEmpty();
    }

    @Test
    void at_a_limit_a_card_that_may_goes_on_at_once_with_another_agent() throws Exception {
        RealAgent.CLAUDE.orSkip();
        RealAgent.CODEX.orSkip();
        refuse("claude-code");
        var until = Instant.now().plusSeconds(3600);
        agents.model().then(ModelReply.text(HALF).and(ModelReply.bash("echo half > work.txt")), new ModelReply.UsedUp(until),
                ModelReply.bash("echo whole >> work.txt"), ModelReply.complete());
        var card = agents.board().onlyCard("Write work.txt", Map.of(),
                Map.of("subscription", RealAgentsProfile.OAUTH, "onUsageLimit", "FAIL_OVER"));

        card.fire("START_CODING");

        var run = newestRun(card.awaitState("CODE_REVIEW"));
        assertThat(run.path("subscription").asText()).isEqualTo("codex");
        assertThat(texts(run.path("iterations"), "outcome")).containsExactly("RATE_LIMITED", "COMPLETED");
        assertThat(run.path("iterations").get(1).path("prompt").asText()).contains("the-first-half");
        assertThat(card.worktree().resolve("work.txt")).hasContent("half\nwhole");
        assertThat(Instant.parse(subscription(RealAgentsProfile.OAUTH).path("parkedUntil").asText()).getEpochSecond())
                .isEqualTo(until.getEpochSecond());
    }

    @Test
    void a_card_is_handed_from_one_agent_to_another_between_iterations() throws Exception {
        RealAgent.CLAUDE.orSkip();
        RealAgent.GEMINI.orSkip();
        var held = ModelReply.held(ModelReply.text(HALF));
        agents.model().then(ModelReply.bash("echo half > work.txt"), held);
        var card = agents.board().onlyCard("Write work.txt", Map.of(), Map.of("subscription", "claude-code"));
        card.fire("START_CODING");
        RealAgents.reached(held);
        card.loop("pauseLoop");
        held.release().countDown();
        card.awaitRun("PAUSED");
        card.loop("stopLoop");

        card.update(Map.of("subscription", "gemini"));
        agents.model().then(ModelReply.bash("echo whole >> work.txt"), ModelReply.complete());
        card.loop("startLoop");

        var run = newestRun(card.awaitState("CODE_REVIEW"));
        assertThat(run.path("subscription").asText()).isEqualTo("gemini");
        assertThat(texts(run.path("iterations"), "outcome")).containsExactly("COMPLETED");
        assertThat(agents.model().requests().getLast().conversation()).contains("the-first-half", "Write work.txt");
        assertThat(card.worktree().resolve("work.txt")).hasContent("half\nwhole");
    }

    @Test
    void a_refused_login_is_known_of_the_account_until_an_agent_works_with_it_again() throws Exception {
        RealAgent.CODEX.orSkip();
        agents.model().otherwise(ModelReply.unauthorized());
        var first = agents.board().onlyCard("Write one.txt", Map.of(), Map.of("subscription", "codex"));

        first.fire("START_CODING");

        var asked = first.awaitAttention("LOGIN_NEEDED");
        assertThat(asked.path("attention").path("message").asText()).contains("Log in again: CODEX_HOME=", "codex login");
        assertThat(newestRun(asked).path("state").asText()).isEqualTo("PARKED");
        assertThat(subscription("codex").path("healthy").asBoolean()).isFalse();
        assertThat(subscription("codex").path("message").asText()).contains("401");

        var second = agents.board().onlyCard("Write two.txt", Map.of(), Map.of("subscription", "codex"));
        willWrite(RealAgent.CODEX, second, "two.txt");
        willWrite(RealAgent.CODEX, first, "one.txt");
        second.fire("START_CODING");

        second.awaitState("CODE_REVIEW");
        var reviewed = first.awaitState("CODE_REVIEW");
        assertThat(texts(newestRun(reviewed).path("iterations"), "outcome")).containsExactly("AUTH_FAILED", "COMPLETED");
        assertThat(reviewed.path("errorCount").asInt(0)).as("retries burnt").isZero();
        assertThat(subscription("codex").path("healthy").asBoolean()).isTrue();
    }

    /** The script of a whole task; the worktree is known when the agent asks. */
    private void willWrite(RealAgent agent, LoopCard card, String file) {
        int replies = agent.work(Path.of(file), "").size();
        for (int i = 0; i < replies; i++) {
            int reply = i;
            agents.model().then(new ModelReply.Late(() -> agent.work(card.worktree().resolve(file), "Hello\n").get(reply)));
        }
    }

    private void refuse(String account) {
        pool.query("insert into subscription_health (name, refused_at, refusal) values ('" + account
                + "', now(), 'by this test')").execute().await().atMost(LoopCard.PATIENCE);
    }

    private JsonNode subscription(String name) {
        var all = agents.board().client().query("{ subscriptions { name healthy message parkedUntil } }", Map.of())
                .path("subscriptions");
        return StreamSupport.stream(all.spliterator(), false).filter(one -> one.path("name").asText().equals(name)).findFirst()
                .orElseThrow();
    }
}
