package dev.ringmaster.loop;

import static dev.ringmaster.testing.LoopCard.newestRun;
import static dev.ringmaster.testing.LoopCard.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.ModelReply;
import dev.ringmaster.testing.RealAgent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The model refuses: what a login, a limit and an overload do to a card's loop with the real Claude Code. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
@TestProfile(RealAgentsProfile.class)
class ClaudeTroubleIT {

    @RegisterExtension
    final RealAgents agents = new RealAgents(RealAgent.CLAUDE);

    @Test
    void a_refused_login_parks_the_run_until_a_person_resumes_it_in_its_session() throws Exception {
        agents.model().then(ModelReply.bash("echo half > work.txt")).otherwise(ModelReply.unauthorized());
        var card = agents.board().onlyCard("Write work.txt", Map.of(), Map.of());

        card.fire("START_CODING");

        var asked = card.awaitAttention("LOGIN_NEEDED");
        var parked = newestRun(asked);
        assertThat(asked.path("state").asText()).isEqualTo("CODING");
        assertThat(parked.path("state").asText()).isEqualTo("PARKED");
        assertThat(parked.path("parkedUntil").isNull()).isTrue();
        assertThat(texts(parked.path("iterations"), "outcome")).containsExactly("AUTH_FAILED");
        assertThat(asked.path("attention").path("message").asText()).isNotBlank();

        agents.model().then(ModelReply.bash("echo whole > work.txt"), ModelReply.complete());
        card.loop("resumeLoop");

        var reviewed = card.awaitState("CODE_REVIEW");
        assertWentOn(parked, newestRun(reviewed));
        assertThat(texts(newestRun(reviewed).path("iterations"), "outcome")).containsExactly("AUTH_FAILED", "COMPLETED");
        assertThat(reviewed.path("attention").path("reason").asText()).isEqualTo("REVIEW_TO_GIVE");
    }

    @Test
    void a_used_up_subscription_waits_for_its_window_and_goes_on_by_itself() throws Exception {
        var resetsAt = new AtomicLong();
        agents.model().then(ModelReply.bash("echo half > work.txt"), new ModelReply.Late(() -> {
            resetsAt.set(Instant.now().getEpochSecond() + 8);
            return ModelReply.usageLimit(resetsAt.get());
        }), ModelReply.bash("echo whole > work.txt"), ModelReply.complete());
        var card = agents.board().onlyCard("Write work.txt", Map.of(), Map.of("subscription", RealAgentsProfile.OAUTH));

        card.fire("START_CODING");

        var parked = card.awaitRun("PARKED");
        var worktree = card.worktree();
        assertThat(Instant.parse(parked.path("parkedUntil").asText()).getEpochSecond()).isEqualTo(resetsAt.get());
        assertThat(texts(parked.path("iterations"), "outcome")).containsExactly("RATE_LIMITED");
        assertThat(card.now().path("attention").isNull()).as("nobody has to do anything").isTrue();

        var reviewed = card.awaitState("CODE_REVIEW");

        assertThat(Instant.now().getEpochSecond()).isGreaterThanOrEqualTo(resetsAt.get());
        assertWentOn(parked, newestRun(reviewed));
        assertThat(texts(newestRun(reviewed).path("iterations"), "outcome")).containsExactly("RATE_LIMITED", "COMPLETED");
        assertThat(card.worktree()).isEqualTo(worktree);
        assertThat(worktree.resolve("work.txt")).hasContent("whole");
    }

    @Test
    void a_limit_that_does_not_say_when_it_ends_is_tried_again_later() throws Exception {
        agents.model().then(ModelReply.rateLimited(1), ModelReply.rateLimited(1), ModelReply.bash("echo whole > work.txt"),
                ModelReply.complete());
        var card = agents.board().onlyCard("Write work.txt", Map.of(), Map.of());

        card.fire("START_CODING");

        var run = newestRun(card.awaitState("CODE_REVIEW"));
        assertThat(texts(run.path("iterations"), "outcome")).containsExactly("RATE_LIMITED", "COMPLETED");
    }

    @Test
    void an_overloaded_model_opens_the_circuit_breaker_and_the_card_is_fixed_later() throws Exception {
        agents.model().otherwise(ModelReply.overloaded());
        var card = agents.board().onlyCard("Write work.txt", Map.of(), Map.of());

        card.fire("START_CODING");

        var failed = card.await("the loop's failure", now -> now.path("errors").size() == 1);
        agents.model().then(ModelReply.bash("echo whole > work.txt"), ModelReply.complete());
        var coding = failed.path("runs").get(0);
        assertThat(coding.path("stopReason").asText()).isEqualTo("CIRCUIT_BREAKER");
        assertThat(texts(coding.path("iterations"), "outcome")).containsExactly("ERROR", "ERROR", "ERROR");
        assertThat(coding.path("message").asText()).contains("3 errors in a row", "529");
        assertThat(texts(failed.path("transitions"), "trigger")).containsExactly("START_CODING", "LOOP_FAILED");
        assertThat(failed.path("state").asText()).isEqualTo("ERROR_FIXING");

        var reviewed = card.awaitState("CODE_REVIEW");

        var error = reviewed.path("errors").get(0);
        assertThat(error.path("category").asText()).isEqualTo("LOOP");
        assertThat(error.path("sourceState").asText()).isEqualTo("CODING");
        assertThat(error.path("context").asText()).contains("529");
        assertThat(error.path("resolved").asBoolean()).isTrue();
        assertThat(newestRun(reviewed).path("iterations").get(0).path("prompt").asText()).contains("What failed", "529");
    }

    private static void assertWentOn(JsonNode before, JsonNode after) {
        assertThat(after.path("id")).isEqualTo(before.path("id"));
        assertThat(after.path("iterations")).hasSize(before.path("iterations").size() + 1);
        var session = before.path("iterations").get(0).path("agentSessionId").asText();
        assertThat(session).isNotBlank();
        assertThat(texts(after.path("iterations"), "agentSessionId")).allMatch(session::equals);
    }
}
