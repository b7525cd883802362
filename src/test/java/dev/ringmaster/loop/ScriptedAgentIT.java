package dev.ringmaster.loop;

import static dev.ringmaster.loop.ScriptedAgentsProfile.result;
import static dev.ringmaster.loop.ScriptedAgentsProfile.task;
import static dev.ringmaster.loop.ScriptedAgentsProfile.work;
import static dev.ringmaster.testing.LoopCard.newestRun;
import static dev.ringmaster.testing.LoopCard.processesOf;
import static dev.ringmaster.testing.LoopCard.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GitRepository;
import dev.ringmaster.testing.GraphQlFailure;
import dev.ringmaster.testing.LoopBoard;
import dev.ringmaster.testing.LoopCard;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** Agents that misbehave: what each does to its card, and that nothing of it stays behind. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
@TestProfile(ScriptedAgentsProfile.class)
class ScriptedAgentIT {

    private final LoopBoard board = LoopBoard.ofThisTest();

    @AfterEach
    void end() {
        board.close();
    }

    @Test
    void a_program_that_is_not_there_is_told_before_anything_moves() throws Exception {
        var card = board.onlyCard(work(), Map.of(), Map.of("subscription", ScriptedAgentsProfile.MISSING));

        assertThatThrownBy(() -> card.fire("START_CODING")).isInstanceOfSatisfying(GraphQlFailure.class,
                failure -> assertThat(failure.codes()).containsExactly("PLATFORM_UNAVAILABLE"))
                .hasMessageContaining("/nonexistent/agent").hasMessageContaining("ringmaster.platforms.nowhere.command");

        var draft = card.now();
        assertThat(draft.path("state").asText()).isEqualTo("DRAFT");
        assertThat(draft.path("runs")).isEmpty();
        assertThat(draft.path("transitions")).isEmpty();
        assertThat(draft.path("worktreePath").isNull()).isTrue();
        var missing = board.client().query("{ subscriptions { name healthy message } }", Map.of()).path("subscriptions");
        assertThat(missing).filteredOn(one -> one.path("name").asText().equals(ScriptedAgentsProfile.MISSING)).singleElement()
                .satisfies(one -> {
                    assertThat(one.path("healthy").asBoolean()).isFalse();
                    assertThat(one.path("message").asText()).contains("/nonexistent/agent");
                });
    }

    @Test
    void what_the_card_lacks_is_told_before_what_its_agent_lacks() throws Exception {
        var card = board.onlyCard("", Map.of(), Map.of("subscription", ScriptedAgentsProfile.MISSING));

        for (var trying : List.<ThrowingCallable> of(() -> card.fire("START_CODING"), () -> card.loop("startLoop"))) {
            assertThatThrownBy(trying).isInstanceOfSatisfying(GraphQlFailure.class,
                    failure -> assertThat(failure.codes()).containsExactly("GUARD_FAILED"));
        }
    }

    @Test
    void an_agent_that_fails_at_once_fails_the_card_with_its_own_words() throws Exception {
        var card = board.onlyCard(task("echo the-reason-of-the-agent >&2; exit 3"), Map.of(), Map.of());

        card.fire("START_CODING");

        var failed = card.awaitState("FAILED");
        assertThat(texts(failed.path("transitions"), "trigger")).containsExactly("START_CODING", "LOOP_FAILED", "LOOP_FAILED");
        assertThat(texts(failed.path("runs"), "stopReason")).containsExactly("CIRCUIT_BREAKER", "CIRCUIT_BREAKER");
        var iteration = failed.path("runs").get(0).path("iterations").get(0);
        assertThat(iteration.path("outcome").asText()).isEqualTo("ERROR");
        assertThat(iteration.path("exitCode").asInt()).isEqualTo(3);
        assertThat(iteration.path("message").asText()).contains("exit code 3", "the-reason-of-the-agent");
        assertThat(texts(failed.path("errors"), "message")).first().asString().contains("3 errors in a row",
                "the-reason-of-the-agent");
        assertThat(texts(failed.path("errors"), "context")).first().asString().contains("the-reason-of-the-agent");
        assertThat(failed.path("attention").path("reason").asText()).isEqualTo("CARD_FAILED");
        assertThat(failed.path("attention").path("message").asText()).contains("the-reason-of-the-agent");
    }

    @Test
    void what_a_person_said_is_said_again_when_the_agent_that_was_told_has_failed() throws Exception {
        var failed = board.directory().resolve("failed");
        var card = board.onlyCard(task("if [ ! -e FILE ]; then touch FILE; exit 3; fi\necho hello >> hello.txt\n"
                .replace("FILE", failed.toString())
                + "if [ $(wc -l < hello.txt) = 2 ]; then echo '<promise>COMPLETE</promise>'; "
                + "fi"), Map.of(), Map.of());
        card.hint("mind-the-gap");

        card.fire("START_CODING");

        var iterations = newestRun(card.awaitState("CODE_REVIEW")).path("iterations");
        assertThat(texts(iterations, "outcome")).containsExactly("ERROR", "WORKING", "COMPLETED");
        assertThat(texts(iterations, "prompt")).extracting(prompt -> prompt.contains("mind-the-gap"))
                .containsExactly(true, true, false);
    }

    @Test
    void an_agent_whose_output_is_taken_away_is_ended_and_lost() throws Exception {
        var taken = board.directory().resolve("taken");
        var card = board.onlyCard(task("""
                if [ ! -e FILE ]; then
                  touch FILE; while :; do echo working; sleep 0.1; done
                fi
                echo hello > hello.txt; echo '<promise>COMPLETE</promise>'""".replace("FILE", taken.toString())), Map.of(),
                Map.of());
        card.fire("START_CODING");
        var runId = newestRun(card.await("its first words", now -> newestRun(now).path("lastSeq").asLong() > 1)).path("id")
                .asText();
        try (var runs = Files.newDirectoryStream(board.directory().resolveSibling("spool").resolve("runs"),
                "run-" + runId + "-1-*")) {
            Files.delete(runs.iterator().next().resolve("stdout"));
        }

        var run = newestRun(card.awaitState("CODE_REVIEW"));

        assertThat(texts(run.path("iterations"), "outcome")).containsExactly("LOST", "COMPLETED");
        assertThat(processesOf(runId)).isEmpty();
    }

    @Test
    void a_silent_agent_is_ended_as_hung() throws Exception {
        var card = board.onlyCard(task("echo began > work.txt; exec sleep 600"), Map.of(),
                Map.of("limits", Map.of("maxIterations", 1)));

        card.fire("START_CODING");

        var run = card.awaitEnd("MAX_ITERATIONS");
        assertThat(texts(run.path("iterations"), "outcome")).containsExactly("HUNG");
        assertThat(run.path("iterations").get(0).path("message").asText()).contains("silent");
        assertThat(processesOf(run.path("id").asText())).isEmpty();
        assertThat(GitRepository.git(card.worktree(), "show", "HEAD:work.txt")).isEqualTo("began");
    }

    @Test
    void a_hung_agent_says_why_and_is_resumed_in_its_session() throws Exception {
        var session = "5e551011-0000-4000-8000-000000000001";
        var card = board.onlyCard(task("""
                if [ -n "$1" ]; then
                  echo "resumed $1" >> work.txt
                  %s
                  exit
                fi
                echo '{"type":"system","subtype":"init","session_id":"%s","model":"m"}'
                echo began > work.txt; setsid sleep 600 & exec sleep 600""".formatted(
                result("Done. <promise>COMPLETE</promise>", "0.25").strip(), session)), Map.of(),
                Map.of("subscription", ScriptedAgentsProfile.STREAM_JSON));
        card.hint("mind-the-gap");

        card.fire("START_CODING");

        var run = newestRun(card.awaitState("CODE_REVIEW"));
        assertThat(texts(run.path("iterations"), "outcome")).containsExactly("HUNG", "COMPLETED");
        assertThat(texts(run.path("iterations"), "prompt")).as("the session has heard it")
                .extracting(prompt -> prompt.contains("mind-the-gap")).containsExactly(true, false);
        assertThat(run.path("iterations").get(0).path("message").asText()).contains("silent for", "did not use the CPU");
        assertThat(run.path("iterations").get(1).path("prompt").asText()).contains("silent for");
        assertThat(card.worktree().resolve("work.txt")).hasContent("began\nresumed " + session);
        assertThat(processesOf(run.path("id").asText())).isEmpty();
        assertThat(card.events(run.path("id").asText()))
                .filteredOn(event -> event.path("kind").asText().equals("ITERATION_ENDED"))
                .first().satisfies(event -> assertThat(event.path("text").asText()).startsWith("HUNG: "));
    }

    @Test
    void an_agent_that_works_in_silence_is_not_hung() throws Exception {
        var card = board.onlyCard(task("""
                echo hello > hello.txt
                end=$(($(date +%s) + 14)); while [ $(date +%s) -lt $end ]; do :; done
                echo '<promise>COMPLETE</promise>'"""), Map.of(), Map.of("limits", Map.of("maxIterations", 1)));

        card.fire("START_CODING");

        var run = newestRun(card.awaitState("CODE_REVIEW"));
        assertThat(texts(run.path("iterations"), "outcome")).containsExactly("COMPLETED");
    }

    @Test
    void a_result_counts_although_its_agent_never_exits() throws Exception {
        var card = board.onlyCard(task("echo hello > hello.txt\n" + result("Done. <promise>COMPLETE</promise>", "0.25")
                + "exec sleep 600"), Map.of(), Map.of("subscription", ScriptedAgentsProfile.STREAM_JSON));

        card.fire("START_CODING");

        var run = newestRun(card.awaitState("CODE_REVIEW"));
        assertThat(texts(run.path("iterations"), "outcome")).containsExactly("COMPLETED");
        assertThat(run.path("costUsd").decimalValue()).isEqualByComparingTo("0.25");
        assertThat(processesOf(run.path("id").asText())).isEmpty();
    }

    @Test
    void what_an_agent_leaves_behind_is_gone_when_its_iteration_is_over() throws Exception {
        var pids = board.directory().resolve("pids");
        var card = board.onlyCard(task("""
                setsid sh -c 'echo $$ >> PIDS; exec sleep 600' &
                nohup sh -c 'trap "" TERM HUP; echo $$ >> PIDS; while :; do sleep 1; done' > /dev/null 2>&1 &
                (setsid setsid sh -c 'sh -c "echo \\$\\$ >> PIDS; exec sleep 600" &' &)
                while [ "$(wc -l < PIDS)" != 3 ]; do echo waiting; sleep 0.1; done
                echo hello > hello.txt; echo '<promise>COMPLETE</promise>'""".replace("PIDS", pids.toString())),
                Map.of(), Map.of());
        Files.createFile(pids);

        card.fire("START_CODING");

        var run = newestRun(card.awaitState("CODE_REVIEW"));
        assertThat(Files.readAllLines(pids)).hasSize(3)
                .noneMatch(LoopCard::isAlive);
        assertThat(processesOf(run.path("id").asText())).isEmpty();
    }

    @Test
    void an_agent_that_does_not_listen_is_stopped_within_ten_seconds() throws Exception {
        var card = board.onlyCard(task("trap '' TERM INT HUP; while :; do echo tick; sleep 0.2; done"), Map.of(), Map.of());
        card.fire("START_CODING");
        var runId = newestRun(card.await("its first words", now -> newestRun(now).path("lastSeq").asLong() > 1)).path("id")
                .asText();
        assertThat(processesOf(runId)).isNotEmpty();

        long asked = System.nanoTime();
        card.loop("stopLoop");

        card.awaitEnd("USER_STOPPED");
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
        assertThat(processesOf(runId)).isEmpty();
    }

    @Test
    void garbage_is_journaled_as_far_as_it_can_be_told() throws Exception {
        var card = board.onlyCard(task("""
                echo hello > hello.txt
                printf 'invalid \\377\\376 utf-8\\n'
                printf 'nul \\000 inside\\n'
                printf '\\033[31mred\\033[0m \\r half\\n'
                printf 'separator \\342\\200\\250 inside\\n' >&2
                head -c 20971520 /dev/zero | tr '\\0' x
                echo
                echo after the long line
                printf 'the end <promise>COMPLETE</promise>'"""), Map.of(), Map.of());
        System.gc();
        long before = used();

        card.fire("START_CODING");

        var run = newestRun(card.awaitState("CODE_REVIEW"));
        var events = card.events(run.path("id").asText());
        assertThat(events).extracting(event -> event.path("seq").asLong())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, run.path("lastSeq").asLong()).boxed().toList());
        assertThat(events).extracting(event -> event.path("text").asText())
                .anyMatch(text -> text.contains("invalid \uFFFD\uFFFD utf-8")).anyMatch(text -> text.contains("nul  inside"))
                .anyMatch(text -> text.contains("separator \u2028 inside"))
                .anyMatch(text -> text.startsWith("[cut: the line was longer than 8 MiB] xxx"))
                .anyMatch(text -> text.contains("after the long line")).anyMatch(text -> text.contains("the end"));
        events.clear();
        System.gc();
        assertThat(used() - before).as("bytes that stay in memory").isLessThan(64L * 1024 * 1024);
        try (var feed = board.client().subscribe(
                "subscription($run: ID!) { runEvents(runId: $run, after: 0) { seq kind text } }",
                Map.of("run", run.path("id").asText()))) {
            long last = 0;
            while (last < run.path("lastSeq").asLong()) {
                for (var event : feed.next().path("runEvents")) {
                    assertThat(event.path("seq").asLong()).isGreaterThan(last);
                    last = event.path("seq").asLong();
                }
            }
        }
    }

    @Test
    void a_stream_that_is_no_json_does_not_hide_the_result() throws Exception {
        var card = board.onlyCard(task("""
                echo hello > hello.txt
                echo '{"type":"assistant","message":'
                echo '[1,2'
                printf '\\377\\000\\n'
                echo '{"type":"nobody knows","session_id":7}'
                """ + result("Done. <promise>COMPLETE</promise>", "0.01")), Map.of(),
                Map.of("subscription", ScriptedAgentsProfile.STREAM_JSON));

        card.fire("START_CODING");

        var run = newestRun(card.awaitState("CODE_REVIEW"));
        assertThat(card.events(run.path("id").asText())).filteredOn(event -> event.path("kind").asText().equals("RAW"))
                .hasSize(4);
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
