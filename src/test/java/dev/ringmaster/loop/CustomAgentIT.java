package dev.ringmaster.loop;

import static dev.ringmaster.loop.ScriptedAgentsProfile.PATTERNS;
import static dev.ringmaster.loop.ScriptedAgentsProfile.task;
import static dev.ringmaster.testing.LoopCard.newestRun;
import static dev.ringmaster.testing.LoopCard.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.LoopBoard;
import dev.ringmaster.testing.LoopCard;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;

/** An agent that Ringmaster knows from the configuration alone: what its lines tell by patterns is what the loop acts on. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
@TestProfile(ScriptedAgentsProfile.class)
class CustomAgentIT {

    private static final Map<String, String> ACCOUNT = Map.of("subscription", PATTERNS);

    @Inject
    Pool pool;

    private final LoopBoard board = LoopBoard.ofThisTest();

    @AfterEach
    void end() {
        board.close();
        pool.query("delete from subscription_health").execute().await().atMost(LoopCard.PATIENCE);
    }

    @Test
    void its_command_is_filled_in_and_its_lines_are_billed() throws Exception {
        var card = board.onlyCard(task("""
                printf '%s\\n' "$OF_PLATFORM $OF_BOTH" "$(tr '\\0' ' ' < /proc/$PPID/cmdline)" > told.txt
                printf '\\033[32mwrote told.txt\\033[0m\\n'
                echo 'used 1.5k in, 2,000 cached, 57 out, cost $0.25' >&2
                echo 'used 500 in, 0 cached, 43 out, cost $0.05'
                echo '<promise>COMPLETE</promise>'"""), Map.of(), ACCOUNT);

        card.fire("START_CODING");

        var run = newestRun(card.awaitState("CODE_REVIEW"));
        assertThat(run.path("inputTokens").asLong()).isEqualTo(2_000);
        assertThat(run.path("outputTokens").asLong()).isEqualTo(100);
        assertThat(run.path("costUsd").decimalValue()).isEqualByComparingTo("0.30");
        assertThat(run.path("iterations").get(0).path("cacheReadInputTokens").asLong()).isEqualTo(2_000);
        assertThat(card.worktree().resolve("told.txt")).content().startsWith("platform subscription\n");
        assertThat(card.events(run.path("id").asText())).filteredOn(event -> event.path("kind").asText().equals("FILE_CHANGED"))
                .extracting(event -> event.path("path").asText()).containsExactly("told.txt");
    }

    @Test
    void its_limit_is_waited_for_until_the_time_that_it_told() throws Exception {
        var card = board.onlyCard(task("""
                if [ -e reset ]; then echo done >> work.txt; echo '<promise>COMPLETE</promise>'; exit; fi
                echo $(($(date +%s) + 20)) > reset
                echo "limit reached until $(cat reset)"; exit 1"""), Map.of(), ACCOUNT);

        card.fire("START_CODING");

        var parked = card.awaitRun("PARKED");
        var until = Instant.parse(parked.path("parkedUntil").asText());
        assertThat(until).isBetween(Instant.now(), Instant.now().plusSeconds(20));
        assertThat(parked.path("message").asText()).contains("limit reached until " + until.getEpochSecond());
        assertThat(account().path("parkedUntil").asText()).isEqualTo(parked.path("parkedUntil").asText());
        assertThat(account().path("healthy").asBoolean()).as("a limit is no illness").isTrue();
        assertThat(account().path("message").asText()).contains("limit reached");

        var reviewed = card.awaitState("CODE_REVIEW");

        assertThat(Instant.now()).isAfterOrEqualTo(until);
        assertThat(texts(newestRun(reviewed).path("iterations"), "outcome")).containsExactly("RATE_LIMITED", "COMPLETED");
        assertThat(reviewed.path("errorCount").asInt(0)).isZero();
        assertThat(account().path("parkedUntil").isNull()).isTrue();
    }

    @Test
    void a_limit_that_never_ends_is_waited_for_so_many_times() throws Exception {
        var card = board.onlyCard(task("echo limit reached; exit 1"), Map.of(), ACCOUNT);

        card.fire("START_CODING");

        var run = card.awaitEnd("USAGE_LIMIT_EXHAUSTED");
        assertThat(texts(run.path("iterations"), "outcome")).hasSize(4).containsOnly("RATE_LIMITED");
        var asked = card.awaitAttention("LIMIT_REACHED");
        assertThat(asked.path("state").asText()).isEqualTo("CODING");
        assertThat(asked.path("attention").path("message").asText()).contains("3 times in a row", "limit reached");
        assertThat(asked.path("errorCount").asInt(0)).as("a quota is no error of the task").isZero();
    }

    @Test
    void a_card_that_is_to_stop_at_a_limit_does() throws Exception {
        var card = board.onlyCard(task("echo limit reached; exit 1"), Map.of(),
                Map.of("subscription", PATTERNS, "onUsageLimit", "STOP"));

        card.fire("START_CODING");

        assertThat(card.awaitEnd("USAGE_LIMIT_EXHAUSTED").path("iterations")).hasSize(1);
        card.awaitAttention("LIMIT_REACHED");
    }

    @Test
    void a_project_that_may_goes_on_at_once_on_another_account_until_that_is_limited_too() throws Exception {
        var card = board.onlyCard(
                task("""
                        if [ -n "$OF_PLATFORM" ]; then echo half > work.txt; echo limit reached until $(($(date +%s) + 3600)); exit 1; fi
                        echo whole >> work.txt; echo '<promise>COMPLETE</promise>'"""),
                Map.of("onUsageLimit", "FAIL_OVER"), ACCOUNT);

        card.fire("START_CODING");

        var run = newestRun(card.awaitState("CODE_REVIEW"));
        assertThat(run.path("subscription").asText()).isEqualTo(ScriptedAgentsProfile.LINES);
        assertThat(texts(run.path("iterations"), "outcome")).containsExactly("RATE_LIMITED", "COMPLETED");
        assertThat(card.worktree().resolve("work.txt")).hasContent("half\nwhole");
        assertThat(account().path("parkedUntil").isNull()).isFalse();
    }

    @Test
    void its_refused_key_parks_the_card_and_burns_no_retry() throws Exception {
        var card = board.onlyCard(task("""
                if [ -e tried ]; then echo done > work.txt; echo '<promise>COMPLETE</promise>'; exit; fi
                touch tried; echo 'bad key: sk-1' >&2"""), Map.of(), ACCOUNT);

        card.fire("START_CODING");

        var asked = card.awaitAttention("LOGIN_NEEDED");
        assertThat(asked.path("attention").path("message").asText()).contains("Log in again: renew the credential",
                PATTERNS + " was refused: bad key");
        assertThat(newestRun(asked).path("state").asText()).isEqualTo("PARKED");
        assertThat(account().path("healthy").asBoolean()).isFalse();
        assertThat(account().path("message").asText()).contains("bad key");

        card.loop("resumeLoop");

        var reviewed = card.awaitState("CODE_REVIEW");
        assertThat(texts(newestRun(reviewed).path("iterations"), "outcome")).containsExactly("AUTH_FAILED", "COMPLETED");
        assertThat(reviewed.path("errorCount").asInt(0)).isZero();
        assertThat(account().path("healthy").asBoolean()).isTrue();
    }

    @Test
    void its_own_word_for_an_error_counts_although_it_exits_well() throws Exception {
        var card = board.onlyCard(task("""
                if [ -e tried ]; then echo done > work.txt; echo '<promise>COMPLETE</promise>'; exit; fi
                touch tried; printf '\\033[31mFATAL: no-such-thing\\033[0m\\n'"""), Map.of(), ACCOUNT);

        card.fire("START_CODING");

        var run = newestRun(card.awaitState("CODE_REVIEW"));
        assertThat(texts(run.path("iterations"), "outcome")).isEqualTo(List.of("ERROR", "COMPLETED"));
        assertThat(run.path("iterations").get(0).path("message").asText()).isEqualTo("FATAL: no-such-thing");
    }

    private JsonNode account() {
        var all = board.client().query("{ subscriptions { name healthy message parkedUntil } }").path("subscriptions");
        return StreamSupport.stream(all.spliterator(), false).filter(one -> one.path("name").asText().equals(PATTERNS))
                .findFirst().orElseThrow();
    }
}
