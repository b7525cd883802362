package dev.ringmaster.delivery;

import static dev.ringmaster.delivery.DeliveryWorld.way;
import static dev.ringmaster.testing.LoopCard.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.ringmaster.delivery.webhook.WebhookSignature;
import dev.ringmaster.testing.GitRepository;
import dev.ringmaster.testing.LoopCard;

/** Whole journeys of cards to software that runs. */
class DeployJourneyIT {

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
    void from_the_card_to_verified_software() throws Exception {
        var card = world.card("shop", true, "echo hello > hello.txt");

        card.fire("START_CODING");

        var done = card.awaitState("COMPLETED");
        assertThat(way(done)).containsExactly("CODING", "CODE_REVIEW", "TESTING", "BUILD_QUEUE", "BUILDING", "BUILD_SUCCESS",
                "DEPLOY_QUEUE", "DEPLOYING", "VERIFYING", "COMPLETED");
        assertThat(done.path("errors")).isEmpty();
        assertThat(world.pullRequest(card)).startsWith(world.github().url() + "/acme/shop/pull/");
        assertThat(world.github().bodies("acme/shop")).singleElement().asString().contains("- It says hello", "1 iteration");
        var main = world.github().git().tip("acme/shop", "main");
        assertThat(world.github().git().has("acme/shop", main, "hello.txt")).isTrue();
        assertThat(texts(done.path("transitions"), "reason")).anySatisfy(reason -> assertThat(reason)
                .isEqualTo("asked Argo CD to sync shop, image acme/shop:" + main + "@sha256:0123"));
        assertThat(texts(done.path("transitions"), "reason").getLast()).contains("shop is Synced and Healthy",
                "the rollout is complete");
        assertThat(world.docker().asked("GET", ".*/acme/repositories/shop/tags/" + main)).isGreaterThanOrEqualTo(3);
    }

    @Test
    void people_are_told_that_it_is_completed_by_a_signed_message() throws Exception {
        var card = world.card("told", false, "echo hello > hello.txt");

        card.fire("START_CODING");

        card.awaitState("COMPLETED");
        var hook = await().atMost(LoopCard.PATIENCE).until(() -> world.told().stream()
                .filter(request -> request.path().equals("/hook") && request.body().contains(card.id())).toList(),
                found -> found.size() == 1).getFirst();
        assertThat(hook.header("X-Ringmaster-Signature-256")).isEqualTo(
                WebhookSignature.of(DeliveryWorld.SECRET, hook.body().getBytes(StandardCharsets.UTF_8)));
        await().atMost(LoopCard.PATIENCE).untilAsserted(() -> assertThat(world.told()).anySatisfy(
                request -> assertThat(request.path() + request.body()).startsWith("/slack").contains("told #1: Say hello",
                        "is completed")));
    }

    @Test
    void a_checkpoint_is_saved_before_each_operation_elsewhere_and_all_go_at_the_end() throws Exception {
        var card = world.card("saved", true, "echo hello > hello.txt");
        var saved = new ConcurrentHashMap<String, List<String>>();
        world.github().git().onPush(repository -> saved.putIfAbsent("push", world.checkpoints(card)));
        world.github().onMerge(repository -> saved.putIfAbsent("merge", world.checkpoints(card)));
        world.argo().onSync(application -> saved.putIfAbsent("sync", world.checkpoints(card)));

        card.fire("START_CODING");

        card.awaitState("COMPLETED");
        assertThat(saved).isEqualTo(Map.of("push", List.of("PUSH", "null"), "merge", List.of("MERGE", "BUILD", "PUSH"), "sync",
                List.of("DEPLOY", "MERGE", "BUILD")));
        card.await("no checkpoints", now -> now.path("checkpoints").isEmpty());
    }

    @Test
    void a_sick_deployment_is_taken_back_and_repaired_by_its_events_and_logs() throws Exception {
        var card = world.card("sick", true, """
                if grep -q 'the-[c]ause-in-the-log' "$1"; then rm -f sick; else echo no > sick; fi; echo hello >> hello.txt""");

        card.fire("START_CODING");

        var done = card.awaitState("COMPLETED");
        assertThat(way(done)).containsSubsequence("VERIFYING", "ERROR_FIXING", "BUILD_QUEUE", "VERIFYING", "COMPLETED");
        assertThat(world.argo().rolledBack("sick")).isTrue();
        assertThat(done.path("errors")).singleElement().satisfies(error -> {
            assertThat(error.path("category").asText()).isEqualTo("VERIFY");
            assertThat(error.path("context").asText()).contains("Degraded", "the-cause-of-it",
                    "Container sick of pod sick-1: CrashLoopBackOff, restarted 2 times",
                    "Event of sick-1: BackOff: Back-off restarting failed container",
                    "Log of container sick of pod sick-1, before it was restarted:", "the-cause-in-the-log");
        });
        assertThat(world.cluster().askedForPreviousLog("sick")).isTrue();
        assertThat(texts(done.path("transitions"), "reason").getLast()).contains("the rollout is complete");
    }

    @Test
    void a_merge_conflict_is_resolved_with_the_other_side_at_hand() throws Exception {
        var card = world.card("conflict", true, """
                if grep -q 'git [m]erge refs/remotes/ringmaster/main' "$1"; then
                  git -c user.name=a -c user.email=a@b merge -q refs/remotes/ringmaster/main || true
                  echo both > README.md; git add -A; git -c user.name=a -c user.email=a@b commit -qm 'Merge main'
                else echo mine > README.md; fi""");
        var elsewhere = world.directory("elsewhere");
        GitRepository.git(elsewhere, "clone", "--quiet", world.github().git().bare("acme/conflict").toString(), ".");
        GitRepository.commit(elsewhere, "README.md", "theirs\n");
        GitRepository.git(elsewhere, "push", "--quiet", "origin", "HEAD:main");

        card.fire("START_CODING");

        var done = card.awaitState("COMPLETED");
        assertThat(way(done)).containsSubsequence("DEPLOY_QUEUE", "ERROR_FIXING", "BUILD_QUEUE", "DEPLOY_QUEUE", "COMPLETED");
        var main = world.github().git().tip("acme/conflict", "main");
        assertThat(GitRepository.git(world.github().git().bare("acme/conflict"), "show", main + ":README.md"))
                .isEqualTo("both");
    }

    /** The local branch had it already, so nobody noted a merge: by a person, or by a server that died just after it. */
    @Test
    void what_a_person_merged_by_hand_is_what_is_deployed() throws Exception {
        var card = world.card("byhand", true, "echo hello > hello.txt");
        world.client().query("mutation($id: ID!) { updateProject(id: $id, version: 1, input: { repositoryUrl: \"\","
                + " buildEnabled: false, autoApproveReview: false }) { id } }", Map.of("id", world.project(card)));
        card.fire("START_CODING");
        var branch = card.awaitAttention("REVIEW_TO_GIVE").path("branch").asText();
        var local = world.directory("local/byhand");
        GitRepository.git(local, "merge", "--quiet", "--no-ff", "-m", "By hand", branch);
        GitRepository.git(local, "push", "--quiet", world.github().git().bare("acme/byhand").toString(), "HEAD:main");

        var main = GitRepository.git(local, "rev-parse", "main");
        card.fire("APPROVE_REVIEW");

        var started = card.await("the deploy", now -> way(now).contains("DEPLOYING"));
        assertThat(texts(started.path("transitions"), "reason"))
                .anySatisfy(reason -> assertThat(reason).contains("image acme/byhand:" + main));
        card.awaitState("COMPLETED");
    }

    @Test
    void what_only_pruning_would_sync_asks_a_person_at_once_unless_the_project_prunes() throws Exception {
        var kept = world.card("kept", true, "echo hello > hello.txt");
        world.argo().leaveBehind("kept");
        var pruned = world.card("pruned", true, Map.of("prune", true), "echo hello > hello.txt");
        world.argo().leaveBehind("pruned");

        kept.fire("START_CODING");
        pruned.fire("START_CODING");

        var asking = kept.awaitAttention("ACTION_FAILED");
        assertThat(asking.path("attention").path("message").asText()).startsWith(
                "Argo CD synced, but the application stays OutOfSync: ConfigMap old (to be pruned).");
        assertThat(asking.path("state").asText()).isEqualTo("DEPLOYING");
        assertThat(world.argo().asked("POST", ".*/kept/sync")).isEqualTo(1);
        pruned.awaitState("COMPLETED");
    }

    @Test
    void the_next_card_is_not_merged_before_the_deploy_of_the_one_ahead_has_ended() throws Exception {
        var first = world.card("turns", true, "echo hello > hello.txt");
        var second = world.cardOf(world.project(first), "echo more > more.txt");
        world.argo().hold("turns", true);
        first.fire("START_CODING");
        first.awaitState("VERIFYING");
        var atMerge = new ConcurrentHashMap<String, String>();
        world.github().onMerge(repository -> atMerge.computeIfAbsent(repository, merged -> first.now().path("state").asText()));

        second.fire("START_CODING");

        second.awaitState("DEPLOY_QUEUE");
        world.argo().hold("turns", false);
        second.awaitState("COMPLETED");
        assertThat(atMerge).containsEntry("acme/turns", "COMPLETED");
        assertThat(way(first.now())).doesNotContain("ERROR_FIXING");
    }
}
