package dev.ringmaster.delivery;

import static dev.ringmaster.delivery.DeliveryWorld.way;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whole journeys of cards whose builds do not simply pass. */
class BuildJourneyIT {

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

    @Test
    void a_failing_build_repairs_itself_by_its_log() throws Exception {
        var card = world.card("failing", false, """
                if grep -q 'the-[c]ause-of-it' "$1"; then rm broken; else echo no > broken; fi; echo hello >> hello.txt""");

        card.fire("START_CODING");

        var done = card.awaitState("COMPLETED");
        assertThat(way(done)).containsSubsequence("BUILDING", "BUILD_FAILED", "ERROR_FIXING", "BUILD_QUEUE", "BUILDING",
                "BUILD_SUCCESS", "COMPLETED");
        assertThat(done.path("errors")).singleElement().satisfies(error -> {
            assertThat(error.path("category").asText()).isEqualTo("BUILD");
            assertThat(error.path("context").asText()).contains("Job \"build\" failed in compile", "the-cause-of-it");
            assertThat(error.path("resolved").asBoolean()).isTrue();
        });
        assertThat(world.github().asked("POST", ".*/acme/failing/actions/runs/\\d+/rerun-failed-jobs")).isEqualTo(1);
        assertThat(world.github().asked("POST", ".*/acme/failing/pulls")).isEqualTo(1);
        var git = world.github().git();
        assertThat(git.has("acme/failing", git.tip("acme/failing", "main"), "broken")).isFalse();
    }

    @Test
    void a_flaky_build_is_called_so_and_not_repaired() throws Exception {
        var card = world.card("flaky", false, "echo hello > flaky");

        card.fire("START_CODING");

        var done = card.awaitState("COMPLETED");
        assertThat(way(done)).doesNotContain("ERROR_FIXING");
        assertThat(done.path("errors")).singleElement().satisfies(error -> {
            assertThat(error.path("category").asText()).isEqualTo("FLAKY");
            assertThat(error.path("message").asText()).startsWith("Flaky: ").contains("passed when run once more");
            assertThat(error.path("context").asText()).as("its log is kept").contains("the-cause-of-it");
        });
        assertThat(done.path("runs")).hasSize(1);
    }

    @Test
    void the_same_failure_of_the_same_commit_ends_the_repairs() throws Exception {
        var card = world.card("stuck", false, "echo no > broken");

        card.fire("START_CODING");

        var asking = card.awaitAttention("NO_PROGRESS");
        assertThat(asking.path("state").asText()).isEqualTo("ERROR_FIXING");
        assertThat(way(asking)).filteredOn("BUILD_FAILED"::equals).hasSize(2);
        assertThat(asking.path("runs")).hasSize(2);
    }

    @Test
    void a_workflow_that_the_project_names_is_started_once_and_counts_alone() throws Exception {
        world.github().builds().startOnlyWhenAsked("acme/named");
        var card = world.card("named", false, Map.of("workflow", "build.yml"), "echo hello > hello.txt");

        card.fire("START_CODING");

        assertThat(way(card.awaitState("COMPLETED"))).containsSubsequence("BUILD_QUEUE", "BUILDING", "BUILD_SUCCESS");
        assertThat(world.github().asked("POST", ".*/acme/named/actions/workflows/build.yml/dispatches")).isEqualTo(1);
    }
}
