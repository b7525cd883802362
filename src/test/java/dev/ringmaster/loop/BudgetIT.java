package dev.ringmaster.loop;

import static dev.ringmaster.loop.ScriptedAgentsProfile.DIME;
import static dev.ringmaster.loop.ScriptedAgentsProfile.STREAM_JSON;
import static dev.ringmaster.loop.ScriptedAgentsProfile.task;
import static dev.ringmaster.loop.ScriptedAgentsProfile.work;
import static dev.ringmaster.testing.LoopCard.newestRun;
import static dev.ringmaster.testing.LoopCard.processesOf;
import static dev.ringmaster.testing.LoopCard.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GitRepository;
import dev.ringmaster.testing.GraphQlFailure;
import dev.ringmaster.testing.LoopBoard;
import dev.ringmaster.testing.LoopCard;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** Budgets bite while an agent works: it is stopped, the card asks, and after a raise it goes on where it was. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
@TestProfile(ScriptedAgentsProfile.class)
class BudgetIT {

    private static final Map<String, String> ON_JSON = Map.of("subscription", STREAM_JSON);

    private final LoopBoard board = LoopBoard.ofThisTest();

    @AfterEach
    void end() {
        board.close();
    }

    /**
     * Writes up to 14 messages, ten cents each, then says it is done; goes on counting where it was stopped. As with a real
     * model a message takes its time, where it matters: its first process waits for a file, at most a minute.
     *
     * @param waits arms of a shell's case: after which message it waits for which file
     */
    private static String spender(String session, String waits) {
        return task(
                """
                        n=$(cat count.txt 2>/dev/null || echo 0); began=$n
                        echo '{"type":"system","subtype":"init","session_id":"%1$s","model":"%2$s"}'
                        while [ "$n" -lt 14 ]; do
                          n=$((n + 1)); echo $n > count.txt
                          echo '{"type":"assistant","session_id":"%1$s","message":{"id":"m-'$$-$n'","model":"%2$s","content":[{"type":"text","text":"x"}],"usage":{"output_tokens":1}}}'
                          case $began-$n in %3$s *) continue ;; esac
                          for second in $(seq 60); do
                            [ -e $file ] && break; sleep 1; echo '{"type":"system","subtype":"thinking_tokens"}'
                          done
                        done
                        echo '{"type":"result","subtype":"success","is_error":false,"session_id":"%1$s","result":"<promise>COMPLETE</promise>","usage":{"output_tokens":4}}'
                        """
                        .formatted(session, DIME, waits));
    }

    private static Map<String, Object> with(Map<String, ?> settings) {
        var all = new HashMap<String, Object>(ON_JSON);
        all.putAll(settings);
        return all;
    }

    @Test
    void an_agent_that_spends_is_stopped_before_its_next_message_and_goes_on_in_its_session() throws Exception {
        var card = board.onlyCard(spender("s-dime", "0-8) file=warned ;; 0-10) file=never ;;"), Map.of(),
                with(Map.of("limits", Map.of("maxCostUsd", 1.0))));

        card.fire("START_CODING");

        var runId = card.awaitRun("RUNNING").path("id").asText();
        Awaitility.await().atMost(LoopCard.PATIENCE).until(() -> !warnings(card, runId).isEmpty());
        Files.writeString(card.worktree().resolve("warned"), "");
        var stopped = card.awaitEnd("MAX_COST");
        assertThat(stopped.path("costUsd").decimalValue()).isEqualByComparingTo("1.0");
        assertThat(texts(stopped.path("iterations"), "outcome")).containsExactly("STOPPED");
        assertThat(processesOf(runId)).isEmpty();
        assertThat(warnings(card, runId)).singleElement().asString().contains("80 % used", "$1");
        var asking = card.awaitAttention("BUDGET_REACHED");
        assertThat(asking.path("state").asText()).isEqualTo("CODING");
        assertThat(asking.path("attention").path("message").asText()).contains("$1", "Raise it");
        assertThat(GitRepository.git(card.worktree(), "show", "HEAD:count.txt")).as("kept in git").isEqualTo("10");

        card.startLoop(Map.of("limits", Map.of("maxCostUsd", 5.0)));

        var run = newestRun(card.awaitState("CODE_REVIEW"));
        assertThat(texts(run.path("iterations"), "agentSessionId")).containsExactly("s-dime");
        assertThat(card.events(run.path("id").asText()).getFirst().path("text").asText())
                .contains("going on in session s-dime");
        assertThat(GitRepository.git(card.worktree(), "show", "HEAD:count.txt")).isEqualTo("14");
    }

    @Test
    void runs_of_one_project_share_its_day_and_a_new_one_is_refused_until_it_is_raised() throws Exception {
        var project = board.project(board.repository("shared"), Map.of());
        var day = Map.of("scope", "PROJECT", "subject", project, "period", "DAY", "maxCostUsd", 1.0);
        setBudget(day);
        var cards = List.of(board.card(project, spender("s-1", "0-5) file=never ;;"), with(Map.of("title", "One"))),
                board.card(project, spender("s-2", "0-5) file=never ;;"), with(Map.of("title", "Two"))));

        cards.forEach(card -> card.fire("START_CODING"));

        cards.forEach(card -> card.awaitEnd("MAX_COST"));
        var spent = budget(project);
        assertThat(spent.path("spentUsd").decimalValue()).isEqualByComparingTo("1.0");
        assertThat(spent.path("reached").asBoolean()).isTrue();
        assertThat(spent.path("spentTokens").asLong()).isEqualTo(spent.path("spentUsd").decimalValue()
                .movePointRight(1).longValueExact());
        var third = board.card(project, work(), with(Map.of("title", "Three")));
        assertThatThrownBy(() -> third.fire("START_CODING")).isInstanceOf(GraphQlFailure.class)
                .hasMessageContaining("BUDGET_EXCEEDED").hasMessageContaining("$1 a day");
        assertThat(third.now().path("state").asText()).isEqualTo("DRAFT");
        assertThatThrownBy(() -> cards.getFirst().startLoop(Map.of())).isInstanceOf(GraphQlFailure.class)
                .hasMessageContaining("BUDGET_EXCEEDED");
        assertThat(cards.getFirst().awaitAttention("BUDGET_REACHED").path("attention").path("message").asText())
                .contains("project", "$1 a day");

        var raised = new HashMap<String, Object>(day);
        raised.put("maxCostUsd", 100.0);
        setBudget(raised);
        cards.getFirst().startLoop(Map.of());

        var run = newestRun(cards.getFirst().awaitState("CODE_REVIEW"));
        assertThat(texts(run.path("iterations"), "agentSessionId")).containsExactly("s-1");
    }

    @Test
    void tokens_are_bounded_for_each_run_and_for_a_card() throws Exception {
        var project = board.project(board.repository("tokens"), Map.of());
        setBudget(Map.of("scope", "RUN", "subject", project, "period", "TOTAL", "maxTokens", 2));
        var card = board.card(project, spender("s-t", "0-2) file=never ;; 2-4) file=never ;;"), with(Map.of()));

        card.fire("START_CODING");

        assertThat(card.awaitEnd("MAX_COST").path("outputTokens").asLong()).isEqualTo(2);
        assertThat(card.awaitAttention("BUDGET_REACHED").path("attention").path("message").asText()).contains("2 tokens");

        setBudget(Map.of("scope", "RUN", "subject", project, "period", "TOTAL", "maxTokens", 1_000));
        setBudget(Map.of("scope", "CARD", "subject", card.id(), "period", "TOTAL", "maxTokens", 4));
        card.startLoop(Map.of());

        card.awaitEnd("MAX_COST");
        assertThat(card.await("both runs ended", now -> now.path("runs").size() == 2
                && newestRun(now).path("state").asText().equals("FINISHED")).path("attention").path("message").asText())
                .contains("card", "4 tokens");
    }

    @Test
    void a_part_of_the_accounts_window_is_kept_for_its_owner() throws Exception {
        var reset = Instant.now().plusSeconds(3_600).getEpochSecond();
        var card = board.onlyCard(
                task("""
                        echo '{"type":"system","subtype":"init","session_id":"s-w","model":"%1$s"}'
                        echo began > work.txt
                        for used in 0.50 0.89 0.91; do
                          echo '{"type":"rate_limit_event","rate_limit_info":{"status":"allowed","unifiedWindows":{"seven_day":{"utilization":'$used',"resetsAt":%2$d}}}}'
                          sleep 1
                        done
                        while :; do sleep 1; done
                        """
                        .formatted(DIME, reset)),
                Map.of(), Map.of("subscription", ScriptedAgentsProfile.RESERVED));

        card.fire("START_CODING");

        card.awaitEnd("MAX_COST");
        assertThat(card.awaitAttention("BUDGET_REACHED").path("attention").path("message").asText())
                .contains("seven day", "91 %", "10 %");
        var accounts = board.client().query("{ subscriptions { name windows { name used resetsAt seenAt } } }", Map.of())
                .path("subscriptions");
        assertThat(accounts).filteredOn(one -> one.path("name").asText().equals(ScriptedAgentsProfile.RESERVED))
                .singleElement().satisfies(one -> assertThat(one.path("windows")).singleElement().satisfies(window -> {
                    assertThat(window.path("name").asText()).isEqualTo("seven_day");
                    assertThat(window.path("used").asDouble()).isEqualTo(0.91);
                    assertThat(window.path("resetsAt").isTextual()).isTrue();
                }));
        assertThat(accounts).filteredOn(one -> !one.path("name").asText().equals(ScriptedAgentsProfile.RESERVED))
                .allSatisfy(one -> assertThat(one.path("windows")).isEmpty());
        assertThatThrownBy(() -> card.startLoop(Map.of())).isInstanceOf(GraphQlFailure.class)
                .hasMessageContaining("BUDGET_EXCEEDED");
        card.update(Map.of("taskPrompt", work()));
        card.startLoop(Map.of("subscription", ScriptedAgentsProfile.LINES));
        card.awaitState("CODE_REVIEW");
    }

    private void setBudget(Map<String, ?> input) {
        board.client().query("mutation($input: BudgetInput!) { setBudget(input: $input) { share } }", Map.of("input", input));
    }

    private JsonNode budget(String project) {
        return board.client().query("query($p: ID) { budgets(projectId: $p) { scope spentUsd spentTokens reached } }",
                Map.of("p", project)).path("budgets").get(0);
    }

    private static List<String> warnings(LoopCard card, String runId) {
        return card.events(runId).stream().filter(event -> event.path("kind").asText().equals("WARNING"))
                .map(event -> event.path("text").asText()).filter(text -> text.contains("% used")).toList();
    }
}
