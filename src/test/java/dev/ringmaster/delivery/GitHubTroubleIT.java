package dev.ringmaster.delivery;

import static dev.ringmaster.delivery.DeliveryWorld.way;
import static dev.ringmaster.testing.LoopCard.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.GraphQlFailure;
import dev.ringmaster.testing.LoopCard;

/** What goes wrong between the server and GitHub, and that no card is lost by it. */
class GitHubTroubleIT {

    private static DeliveryWorld world;

    @BeforeAll
    static void start() throws Exception {
        world = new DeliveryWorld();
    }

    @AfterEach
    void end() throws Exception {
        world.endTest();
    }

    @AfterAll
    static void stop() throws Exception {
        world.close();
    }

    private static JsonNode test(String name) {
        return world.client().query("mutation($name: String!) { testIntegration(name: $name) { name configured healthy message"
                + " checkedAt } }", Map.of("name", name)).path("testIntegration");
    }

    @Test
    void a_revoked_token_asks_a_person_and_goes_on_by_itself() throws Exception {
        var card = world.card("revoked", false, "echo hello > hello.txt");
        world.github().revoke(true);

        card.fire("START_CODING");

        var asking = card.awaitAttention("LOGIN_NEEDED");
        assertThat(asking.path("attention").path("message").asText()).contains("ringmaster.integrations")
                .doesNotContain(GitHubStandIn.TOKEN);
        assertThat(test("github").path("healthy").asBoolean()).isFalse();
        assertThat(test("github").path("message").asText()).contains("Bad credentials").doesNotContain(GitHubStandIn.TOKEN);
        world.github().revoke(false);

        assertThat(card.awaitState("COMPLETED").path("attention").isNull()).isTrue();
        assertThat(test("github").path("healthy").asBoolean()).isTrue();
    }

    @Test
    void an_outage_that_lasts_asks_a_person_and_goes_on_by_itself() throws Exception {
        var card = world.card("broken", false, "echo hello > hello.txt");
        world.github().breakDown(true);

        card.fire("START_CODING");

        assertThat(card.awaitAttention("ACTION_FAILED").path("attention").path("message").asText()).contains(
                "It is tried again by itself; see whether the address, certificate and network are right.");
        world.github().breakDown(false);
        var done = card.awaitState("COMPLETED");
        assertThat(done.path("attention").isNull()).isTrue();
        assertThat(done.path("errors")).isEmpty();
    }

    @Test
    void each_integration_can_be_tested_now_and_shows_how_it_is() {
        assertThat(world.client().query("{ integrations { name configured } }").path("integrations"))
                .extracting(node -> node.path("name").asText() + node.path("configured").asBoolean())
                .containsExactly("githubtrue", "argocdtrue", "kubernetestrue", "dockerhubtrue");
        for (var name : texts(world.client().query("{ integrations { name } }").path("integrations"), "name")) {
            var found = test(name);
            assertThat(found.path("healthy").asBoolean()).as(found.toString()).isTrue();
            assertThat(found.path("checkedAt").isTextual()).isTrue();
        }
        assertThatThrownBy(() -> test("jenkins")).isInstanceOfSatisfying(GraphQlFailure.class,
                failure -> assertThat(failure.codes()).containsExactly("NOT_FOUND"));
    }

    @ParameterizedTest
    @EnumSource(GitHubStandIn.Limit.class)
    void a_limit_is_waited_for(GitHubStandIn.Limit limit) throws Exception {
        var card = world.card("limited-" + limit.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'), false,
                "echo hello > hello.txt");
        world.github().limit(limit, 2);

        card.fire("START_CODING");

        assertThat(way(card.awaitState("COMPLETED"))).doesNotContain("ERROR_FIXING");
        assertThat(world.github().limitsLeft()).isZero();
    }

    @Test
    void a_server_killed_after_it_made_a_pull_request_makes_no_second() throws Exception {
        var card = world.card("killed", false, "echo hello > hello.txt");
        var victim = world.server();
        world.github().onCreated(() -> {
            try {
                victim.kill();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        card.fire("START_CODING");

        await().atMost(LoopCard.PATIENCE).until(() -> !victim.alive());
        world.startAgain();
        var again = world.client();
        await().atMost(LoopCard.PATIENCE).until(() -> again.query("query($id: ID!) { card(id: $id) { state } }",
                Map.of("id", card.id())).path("card").path("state").asText().equals("COMPLETED"));
        assertThat(world.github().asked("POST", ".*/acme/killed/pulls")).isEqualTo(1);
        assertThat(world.github().bodies("acme/killed")).hasSize(1);
        assertThat(world.pullRequest(card)).contains("/acme/killed/pull/");
    }
}
