package dev.ringmaster.loop.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.AssistantText;
import dev.ringmaster.agent.AgentEvent.AuthFailed;
import dev.ringmaster.agent.AgentEvent.BudgetSpent;
import dev.ringmaster.agent.AgentEvent.CompletionSignal;
import dev.ringmaster.agent.AgentEvent.RateLimited;
import dev.ringmaster.agent.AgentEvent.SessionEnded;
import dev.ringmaster.agent.AgentEvent.SessionStarted;
import dev.ringmaster.agent.AgentEvent.ToolCall;
import dev.ringmaster.agent.AgentEvent.ToolResult;
import dev.ringmaster.agent.AgentEvent.UsageReported;
import dev.ringmaster.agent.AgentEvent.UsageShown;
import dev.ringmaster.agent.Usage;

class IterationTallyTest {

    private static final Instant LATER = Instant.parse("2026-03-01T17:00:00Z");

    @Test
    void successWithTheSignalIsCompletion() {
        assertThat(tally(new CompletionSignal(), new SessionEnded(true, "done")).outcome(0))
                .isEqualTo(IterationOutcome.COMPLETED);
    }

    @Test
    void successWithoutTheSignalIsWork() {
        var tally = tally(new SessionEnded(true, "more to do"));

        assertThat(tally.outcome(0)).isEqualTo(IterationOutcome.WORKING);
        assertThat(tally.complaint(0)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = { 144, 145, 173, 244 })
    void anExitCodeThatStandsForAnHttpStatusIsNoSignal(int exitCode) {
        assertThat(tally(new SessionEnded(false, "Bad request")).outcome(exitCode)).isEqualTo(IterationOutcome.ERROR);
    }

    @Test
    void whoHasSpentItsBudgetIsStoppedNotBroken() {
        var tally = tally(new BudgetSpent("Reached maximum budget ($1)"),
                new SessionEnded(false, "Reached maximum budget ($1)"));

        assertThat(tally.outcome(1)).isEqualTo(IterationOutcome.STOPPED);
        assertThat(tally.complaint(1)).contains("stopped by itself");
    }

    @Test
    void aMessageThatShowsMoreIsTheSameMessage() {
        var tally = tally(shown("m-1", 1), shown("m-1", 50), shown("m-2", 1));

        assertThat(tally.messages()).isEqualTo(2);
    }

    private static UsageShown shown(String message, long output) {
        return new UsageShown(message, null, new Usage(0, 0, 0, output, null), 0);
    }

    @Test
    void anErrorIsNotWhatTheAgentSaidLast() {
        assertThat(tally(new AssistantText("Half of it is done.", null), new SessionEnded(false, "Limit reached")).lastWords())
                .isEqualTo("Half of it is done.");
        assertThat(tally(new SessionEnded(false, "Limit reached")).lastWords()).isEqualTo("Limit reached");
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 137, 143 })
    void anExitCodeTakesSuccessBack(int exitCode) {
        var tally = tally(new CompletionSignal(), new SessionEnded(true, "done"));

        assertThat(tally.outcome(exitCode)).isEqualTo(IterationOutcome.ERROR);
        assertThat(tally.complaint(exitCode)).contains(String.valueOf(exitCode));
    }

    @Test
    void theLastResultCounts() {
        assertThat(tally(new SessionEnded(true, "one"), new SessionEnded(false, "two")).outcome(0))
                .isEqualTo(IterationOutcome.ERROR);
        var recovered = tally(new SessionEnded(false, "one"), new SessionEnded(true, "two"));
        assertThat(recovered.outcome(0)).isEqualTo(IterationOutcome.WORKING);
        assertThat(recovered.lastWords()).isEqualTo("two");
    }

    @Test
    void anExitWithoutAResultIsAnError() {
        var tally = tally(new CompletionSignal(), new AssistantText("bye", null));

        assertThat(tally.outcome(0)).isEqualTo(IterationOutcome.ERROR);
        assertThat(tally.complaint(0)).contains("without reporting a result");
        assertThat(tally.ended()).isFalse();
    }

    @Test
    void aRefusedLoginComesBeforeALimitAndAnError() {
        var tally = tally(new RateLimited("slow down", true, null), new AuthFailed("log in"),
                new SessionEnded(false, "401"));

        assertThat(tally.outcome(1)).isEqualTo(IterationOutcome.AUTH_FAILED);
        assertThat(tally.complaint(1)).isEqualTo("log in");
    }

    @Test
    void aRejectionIsALimitAndItsTimeIsKept() {
        var tally = tally(new RateLimited("until five", true, LATER), new RateLimited("limit reached", true, null),
                new SessionEnded(false, "429"));

        assertThat(tally.outcome(1)).isEqualTo(IterationOutcome.RATE_LIMITED);
        assertThat(tally.resetsAt()).isEqualTo(LATER);
        assertThat(tally.complaint(1)).isEqualTo("limit reached");
    }

    @Test
    void aWarningOfALimitIsNone() {
        var tally = tally(new RateLimited("80 % used", false, LATER), new SessionEnded(false, "broken"));

        assertThat(tally.outcome(1)).isEqualTo(IterationOutcome.ERROR);
        assertThat(tally.resetsAt()).isNull();
        assertThat(tally.complaint(1)).isEqualTo("broken");
    }

    @Test
    void aSignalIsToldFromAnExitOfItsOwn() {
        var tally = tally(new AssistantText("half a", null));

        assertThat(tally.outcome(137)).isEqualTo(IterationOutcome.KILLED);
        assertThat(tally.outcome(128)).isEqualTo(IterationOutcome.ERROR);
        assertThat(tally.outcome(255)).isEqualTo(IterationOutcome.ERROR);
    }

    @Test
    void anAgentThatGotOverALimitHasDoneItsWork() {
        assertThat(tally(new RateLimited("wait", true, LATER), new SessionEnded(true, "done")).outcome(0))
                .isEqualTo(IterationOutcome.WORKING);
    }

    @Test
    void aToolIsOpenUntilItsResult() {
        var tally = tally(new ToolCall("1", "Bash", "{}", null), new ToolCall("2", "Read", "{}", null),
                new ToolResult("1", "ok", false, null));
        assertThat(tally.hasOpenTool()).isTrue();

        tally.accept(new ToolResult("2", "ok", false, null));
        assertThat(tally.hasOpenTool()).isFalse();
    }

    @Test
    void theLastWordsAreTheAgentsOwn() {
        var tally = tally(new AssistantText("I am done", null), new AssistantText("I am a sub-agent", "tool-1"));
        assertThat(tally.lastWords()).isEqualTo("I am done");

        tally.accept(new SessionEnded(true, " "));
        assertThat(tally.lastWords()).isEqualTo("I am done");

        tally.accept(new SessionEnded(true, "summary"));
        assertThat(tally.lastWords()).isEqualTo("summary");
    }

    @Test
    void ofLongWordsTheEndIsKept() {
        var tally = tally(new SessionEnded(true, "a".repeat(20_000) + "end"));

        assertThat(tally.lastWords()).hasSize(16_000).endsWith("aend");
    }

    @Test
    void theNewestSessionIsTheOneToResume() {
        assertThat(tally(new SessionStarted("one", null), new SessionStarted("two", "opus")).sessionId()).isEqualTo("two");
    }

    @Test
    void usageAddsUpInAnyOrder() {
        var random = new Random(7);
        for (int round = 0; round < 200; round++) {
            var parts = new ArrayList<Usage>();
            long input = 0;
            long output = 0;
            var cost = BigDecimal.ZERO;
            var anyCost = false;
            for (int i = random.nextInt(20); i > 0; i--) {
                var priced = random.nextBoolean();
                var part = new Usage(random.nextInt(1_000), random.nextInt(1_000), random.nextInt(1_000),
                        random.nextInt(1_000), priced ? BigDecimal.valueOf(random.nextInt(1_000_000), 6) : null);
                parts.add(part);
                input += part.inputTokens();
                output += part.outputTokens();
                if (part.costUsd() != null) {
                    cost = cost.add(part.costUsd());
                    anyCost = true;
                }
            }
            var forwards = tally(parts.stream().map(UsageReported::new).toArray(AgentEvent[]::new)).usage();
            var backwards = parts.reversed().stream().reduce(Usage.NONE, Usage::plus);

            assertThat(forwards.inputTokens()).isEqualTo(input);
            assertThat(forwards.outputTokens()).isEqualTo(output);
            assertThat(forwards.cacheReadInputTokens()).isEqualTo(backwards.cacheReadInputTokens());
            assertThat(forwards.cacheCreationInputTokens()).isEqualTo(backwards.cacheCreationInputTokens());
            if (anyCost) {
                assertThat(forwards.costUsd()).isEqualByComparingTo(cost);
                assertThat(backwards.costUsd()).isEqualByComparingTo(cost);
            } else {
                assertThat(forwards.costUsd()).isNull();
            }
        }
    }

    private static IterationTally tally(AgentEvent... events) {
        var tally = new IterationTally();
        List.of(events).forEach(tally::accept);
        return tally;
    }
}
