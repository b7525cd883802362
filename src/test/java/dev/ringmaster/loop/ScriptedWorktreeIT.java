package dev.ringmaster.loop;

import static dev.ringmaster.loop.ScriptedAgentsProfile.task;
import static dev.ringmaster.loop.ScriptedAgentsProfile.work;
import static dev.ringmaster.testing.LoopCard.newestRun;
import static dev.ringmaster.testing.LoopCard.processesOf;
import static dev.ringmaster.testing.LoopCard.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GitRepository;
import dev.ringmaster.testing.LoopBoard;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** A card's worktree, from its making to its removal, with the commands of its project. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
@TestProfile(ScriptedAgentsProfile.class)
class ScriptedWorktreeIT {

    private final LoopBoard board = LoopBoard.ofThisTest();

    @AfterEach
    void end() {
        board.close();
    }

    private static final Map<String, ?> TO_THE_END = Map.of("autoApproveReview", true, "mergeOnCompletion", true);

    @Test
    void a_directory_that_is_in_the_way_is_told_and_left_alone() throws Exception {
        var project = board.project(board.repository("taken"), Map.of());
        var card = board.card(project, work(), Map.of());
        var inTheWay = board.directory().resolveSibling("worktrees").resolve(project).resolve("1-say-hello");
        Files.createDirectories(inTheWay);
        Files.writeString(inTheWay.resolve("precious.txt"), "precious");

        card.fire("START_CODING");

        var asked = card.awaitAttention("ACTION_FAILED");
        assertThat(asked.path("state").asText()).isEqualTo("CODING");
        assertThat(asked.path("errors")).singleElement().satisfies(error -> {
            assertThat(error.path("category").asText()).isEqualTo("WORKTREE");
            assertThat(error.path("message").asText()).contains(inTheWay.toString(), "move it away");
        });
        assertThat(asked.path("runs")).isEmpty();
        assertThat(inTheWay.resolve("precious.txt")).hasContent("precious");

        Files.move(inTheWay, board.directory().resolve("moved-away"));
        card.loop("startLoop");

        assertThat(card.awaitState("CODE_REVIEW").path("worktreePath").asText()).isEqualTo(inTheWay.toString());
        assertThat(inTheWay.resolve("hello.txt")).hasContent("hello");
    }

    @Test
    void a_check_that_hangs_is_ended_and_told() throws Exception {
        var card = board.onlyCard(work(), Map.of("checkCommand", "echo the check hangs; sleep 600"),
                Map.of("limits", Map.of("maxIterations", 1)));

        card.fire("START_CODING");

        var run = card.awaitEnd("MAX_ITERATIONS");
        assertThat(texts(run.path("iterations"), "outcome")).containsExactly("EVIDENCE_MISSING");
        assertThat(run.path("iterations").get(0).path("message").asText()).contains("not finished after 6 s",
                "the check hangs");
        assertThat(processesOf(run.path("id").asText())).isEmpty();
        try (var kept = Files.list(board.directory().resolveSibling("spool").resolve("runs"))) {
            assertThat(kept.map(Path::getFileName).map(Path::toString).filter(name -> name.contains(run.path("id").asText())))
                    .as("the agent's output, and not its check's").singleElement()
                    .asString().startsWith("run-");
        }
    }

    @Test
    void a_setup_that_fails_is_shown_before_an_agent_is_paid() throws Exception {
        var tool = board.directory().resolve("tool");
        var card = board.onlyCard(work(), Map.of("setupCommand", "echo the-missing-tool; test -e " + tool), Map.of());

        card.fire("START_CODING");

        var asked = card.awaitAttention("ACTION_FAILED");
        assertThat(asked.path("errors")).singleElement().satisfies(error -> {
            assertThat(error.path("category").asText()).isEqualTo("SETUP");
            assertThat(error.path("message").asText()).contains("the-missing-tool", "exit code 1");
        });
        assertThat(asked.path("runs")).isEmpty();

        Files.createFile(tool);
        card.fire("CANCEL");
        card.fire("START_CODING");

        assertThat(card.awaitState("CODE_REVIEW").path("errors")).allMatch(error -> error.path("resolved").asBoolean());
    }

    @Test
    void a_loop_that_is_started_again_repeats_the_setup_that_failed() throws Exception {
        var tool = board.directory().resolve("tool-for-later");
        var log = board.directory().resolve("setups.log");
        var card = board.onlyCard(work(), Map.of("setupCommand", "echo setup >> " + log + "; test -e " + tool), Map.of());
        card.fire("START_CODING");
        card.awaitAttention("ACTION_FAILED");

        Files.createFile(tool);
        card.loop("startLoop");

        assertThat(card.awaitState("CODE_REVIEW").path("errors")).allMatch(error -> error.path("resolved").asBoolean());
        assertThat(log).hasContent("setup\nsetup");
        assertThat(card.now().path("runs")).hasSize(1);
    }

    @Test
    void a_cancelled_card_is_a_draft_with_its_work_and_without_its_agent() throws Exception {
        var card = board.onlyCard(task("echo half > work.txt; while :; do echo tick; sleep 0.2; done"), Map.of(), Map.of());
        card.fire("START_CODING");
        card.await("its first words", now -> newestRun(now).path("lastSeq").asLong() > 1);
        var worktree = card.worktree();

        card.fire("CANCEL");

        var run = card.awaitEnd("USER_STOPPED");
        var draft = card.now();
        assertThat(processesOf(run.path("id").asText())).isEmpty();
        assertThat(draft.path("state").asText()).isEqualTo("DRAFT");
        assertThat(draft.path("attention").isNull()).isTrue();
        assertThat(draft.path("worktreePath").asText()).isEqualTo(worktree.toString());
        assertThat(worktree.resolve("work.txt")).hasContent("half");
        assertThat(GitRepository.git(worktree, "rev-parse", "--abbrev-ref", "HEAD")).isEqualTo(draft.path("branch").asText());
        assertThat(GitRepository.git(worktree, "show", "HEAD:work.txt")).isEqualTo("half");
        assertThat(draft.path("allowedTriggers")).extracting(JsonNode::asText).contains("START_CODING");
    }

    @Test
    void a_finished_card_is_merged_into_a_clean_checkout_and_leaves_no_worktree() throws Exception {
        var repository = board.repository("clean");
        var card = board.card(board.project(repository, TO_THE_END), work(), Map.of());

        card.fire("START_CODING");

        var worktree = card.worktree();
        card.awaitState("COMPLETED");
        card.await("the worktree's end", now -> now.path("worktreePath").isNull());
        assertThat(repository.resolve("hello.txt")).hasContent("hello");
        assertThat(GitRepository.git(repository, "show", "main:hello.txt")).isEqualTo("hello");
        assertThat(GitRepository.git(repository, "status", "--porcelain")).isEmpty();
        assertThat(worktree).doesNotExist();
    }

    @Test
    void a_dirty_checkout_is_not_touched_and_the_merge_is_asked_for() throws Exception {
        var repository = board.repository("dirty");
        Files.writeString(repository.resolve("README.md"), "Somebody works here.\n");
        var card = board.card(board.project(repository, TO_THE_END), work(), Map.of());

        card.fire("START_CODING");

        var asked = card.awaitAttention("ACTION_FAILED");
        assertThat(asked.path("state").asText()).isEqualTo("COMPLETED");
        assertThat(asked.path("errors")).singleElement().satisfies(error -> {
            assertThat(error.path("category").asText()).isEqualTo("MERGE");
            assertThat(error.path("message").asText()).contains("uncommitted changes", repository.toString());
        });
        assertThat(repository.resolve("README.md")).hasContent("Somebody works here.");
        assertThat(repository.resolve("hello.txt")).doesNotExist();
        assertThat(Path.of(asked.path("worktreePath").asText()).resolve("hello.txt")).exists();
        assertThat(GitRepository.git(repository, "show", asked.path("branch").asText() + ":hello.txt")).isEqualTo("hello");
    }

    @Test
    void the_archive_takes_merged_worktrees_only() throws Exception {
        var repository = board.repository("archive");
        var project = board.project(repository, Map.of("autoApproveReview", true));
        var merged = board.card(project, work(), Map.of());
        var unmerged = board.card(project, task("echo else > else.txt; echo '<promise>COMPLETE</promise>'"), Map.of());
        for (var card : List.of(merged, unmerged)) {
            card.fire("START_CODING");
            card.awaitState("COMPLETED");
        }
        var gone = merged.worktree();
        var kept = unmerged.worktree();
        GitRepository.git(repository, "merge", "--quiet", merged.now().path("branch").asText());

        merged.fire("ARCHIVE");
        unmerged.fire("ARCHIVE");

        merged.await("the worktree's end", now -> now.path("worktreePath").isNull());
        assertThat(gone).doesNotExist();
        assertThat(unmerged.awaitState("ARCHIVED").path("worktreePath").asText()).isEqualTo(kept.toString());
        assertThat(kept.resolve("else.txt")).exists();
    }
}
