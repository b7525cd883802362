package dev.ringmaster.loop.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import dev.ringmaster.project.LimitPolicy;

class StopRulesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final StopRules RULES = new StopRules(Duration.ofSeconds(1), Duration.ofSeconds(5), 3, 2,
            Duration.ofMinutes(1), Duration.ofMinutes(10), 4);

    private final List<PastIteration> finished = new ArrayList<>();
    private Stage stage = Stage.CODE;
    private int maxIterations = 10;
    private BigDecimal spent = BigDecimal.ZERO;
    private boolean stop;
    private boolean pause;
    private LimitPolicy onLimit = LimitPolicy.WAIT;
    private boolean rested;

    @Test
    void aNewRunStartsAtOnce() {
        assertThat(decide()).isEqualTo(new Verdict.GoOn(Duration.ZERO, false));
    }

    @Test
    void anIterationWithoutTheSignalIsFollowedByAFreshOne() {
        past(IterationOutcome.WORKING);

        assertThat(decide()).isEqualTo(new Verdict.GoOn(Duration.ofSeconds(1), false));
    }

    @Test
    void completionEndsTheRunWhateverElseIsReached() {
        past(IterationOutcome.COMPLETED);
        maxIterations = 1;
        spent = new BigDecimal("99");
        stop = true;
        pause = true;

        assertThat(reason()).isEqualTo(StopReason.COMPLETED);
    }

    @Test
    void aStopComesBeforeEveryLimit() {
        past(IterationOutcome.ERROR);
        past(IterationOutcome.ERROR);
        past(IterationOutcome.ERROR);
        maxIterations = 1;
        spent = new BigDecimal("99");
        stop = true;

        assertThat(reason()).isEqualTo(StopReason.USER_STOPPED);
    }

    @ParameterizedTest
    @CsvSource({ "4.99, false", "5, true", "5.00, true", "7.5, true" })
    void theCostLimitIsReachedByItsLastCent(BigDecimal spentUsd, boolean reached) {
        past(IterationOutcome.WORKING);
        spent = spentUsd;

        assertThat(decide() instanceof Verdict.Finish finish && finish.reason() == StopReason.MAX_COST).isEqualTo(reached);
    }

    @ParameterizedTest
    @CsvSource({ "3.304050, $3.30", "10.0000, $10.00", "0.043, $0.0430", "0, $0.0000" })
    void moneyIsToldAsPeopleReadIt(BigDecimal usd, String words) {
        assertThat(StopRules.dollars(usd)).isEqualTo(words);
    }

    @Test
    void theRuntimeLimitCountsTheTimeOfAgents() {
        past(IterationOutcome.WORKING, true, Duration.ofMinutes(59), null, null);
        assertThat(decide()).isInstanceOf(Verdict.GoOn.class);

        past(IterationOutcome.WORKING, true, Duration.ofMinutes(1), null, null);
        assertThat(reason()).isEqualTo(StopReason.MAX_RUNTIME);
    }

    @Test
    void theIterationLimitIsReached() {
        maxIterations = 2;
        past(IterationOutcome.WORKING);
        assertThat(decide()).isInstanceOf(Verdict.GoOn.class);

        past(IterationOutcome.EVIDENCE_MISSING);
        assertThat(reason()).isEqualTo(StopReason.MAX_ITERATIONS);
    }

    @ParameterizedTest
    @EnumSource(value = IterationOutcome.class, names = { "RATE_LIMITED", "AUTH_FAILED", "LOST" })
    void whatIsNotTheAgentsTurnIsNotCounted(IterationOutcome outcome) {
        maxIterations = 1;
        past(outcome);
        rested = true;

        assertThat(decide()).isEqualTo(new Verdict.GoOn(Duration.ofSeconds(1), true));
    }

    @Test
    void agentsThatAreLostAgainAndAgainBeforeTheyPrintAnythingEndTheRun() {
        lost(false);
        lost(false);
        assertThat(decide()).isEqualTo(new Verdict.GoOn(Duration.ofSeconds(1), true));

        lost(false);
        assertThat(decide()).isInstanceOfSatisfying(Verdict.Finish.class, finish -> {
            assertThat(finish.reason()).isEqualTo(StopReason.CIRCUIT_BREAKER);
            assertThat(finish.message()).contains("lost 3 times in a row").contains("before it had printed anything");
        });
    }

    @Test
    void agentsThatAreLostAtWorkHaveTheBenefitOfTheDoubtForLonger() {
        for (int i = 0; i < 8; i++) {
            lost(true);
            assertThat(decide()).isInstanceOf(Verdict.GoOn.class);
        }

        lost(true);
        assertThat(reason()).isEqualTo(StopReason.CIRCUIT_BREAKER);
    }

    @Test
    void anAgentThatComesToItsEndOrPrintsStartsTheCountOfTheLostAnew() {
        lost(false);
        lost(false);
        past(IterationOutcome.WORKING);
        lost(false);
        lost(false);
        lost(true);
        lost(false);
        lost(false);

        assertThat(decide()).isInstanceOf(Verdict.GoOn.class);
    }

    @Test
    void ofSeveralLimitsTheCostIsToldFirst() {
        past(IterationOutcome.WORKING, true, Duration.ofHours(2), null, null);
        maxIterations = 1;
        spent = new BigDecimal("5");

        assertThat(reason()).isEqualTo(StopReason.MAX_COST);
    }

    @Test
    void errorsInARowOpenTheCircuitBreaker() {
        past(IterationOutcome.ERROR, "first");
        past(IterationOutcome.HUNG, "second");
        assertThat(decide()).isInstanceOf(Verdict.GoOn.class);

        past(IterationOutcome.ERROR, "third");
        assertThat(decide()).isInstanceOfSatisfying(Verdict.Finish.class, finish -> {
            assertThat(finish.reason()).isEqualTo(StopReason.CIRCUIT_BREAKER);
            assertThat(finish.message()).contains("3 errors", "third");
        });
    }

    @Test
    void anythingElseBetweenErrorsClosesTheCircuitBreakerAgain() {
        past(IterationOutcome.ERROR);
        past(IterationOutcome.ERROR);
        past(IterationOutcome.WORKING);
        past(IterationOutcome.ERROR);

        assertThat(decide()).isInstanceOf(Verdict.GoOn.class);
    }

    @Test
    void thePauseDoublesWithEachErrorInARow() {
        past(IterationOutcome.ERROR);
        assertThat(decide()).isEqualTo(new Verdict.GoOn(Duration.ofSeconds(5), false));

        past(IterationOutcome.ERROR);
        assertThat(decide()).isEqualTo(new Verdict.GoOn(Duration.ofSeconds(10), false));
    }

    @ParameterizedTest
    @EnumSource(value = IterationOutcome.class, names = { "WORKING", "EVIDENCE_MISSING" })
    void iterationsThatChangeNothingEndInNoProgress(IterationOutcome outcome) {
        past(outcome, false, Duration.ofMinutes(1), null, null);
        assertThat(decide()).isInstanceOf(Verdict.GoOn.class);

        past(outcome, false, Duration.ofMinutes(1), null, null);
        assertThat(reason()).isEqualTo(StopReason.NO_PROGRESS);
    }

    @Test
    void aChangeIsProgress() {
        past(IterationOutcome.WORKING, false, Duration.ofMinutes(1), null, null);
        past(IterationOutcome.WORKING, true, Duration.ofMinutes(1), null, null);

        assertThat(decide()).isInstanceOf(Verdict.GoOn.class);
    }

    @Test
    void aPlanChangesNothingAndThatIsRight() {
        stage = Stage.PLAN;
        past(IterationOutcome.WORKING, false, Duration.ofMinutes(1), null, null);
        past(IterationOutcome.WORKING, false, Duration.ofMinutes(1), null, null);

        assertThat(decide()).isInstanceOf(Verdict.GoOn.class);
    }

    @Test
    void aLimitIsWaitedForUntilThePlatformsTime() {
        var resetsAt = NOW.plus(Duration.ofHours(5));
        past(IterationOutcome.RATE_LIMITED, false, Duration.ofSeconds(3), "5-hour limit", resetsAt);

        assertThat(decide()).isEqualTo(new Verdict.Park(resetsAt, "5-hour limit", false));
    }

    @ParameterizedTest
    @CsvSource({ "1, 1", "2, 2", "3, 4", "4, 8" })
    void aLimitWithoutATimeIsWaitedForLongerEachTime(int times, int minutes) {
        for (int i = 0; i < times; i++) {
            past(IterationOutcome.RATE_LIMITED);
        }

        assertThat(decide()).isInstanceOfSatisfying(Verdict.Park.class,
                park -> assertThat(park.until()).isEqualTo(NOW.plus(Duration.ofMinutes(minutes))));
    }

    @Test
    void atALimitARunMayGoElsewhereOrStop() {
        var resetsAt = NOW.plus(Duration.ofHours(5));
        past(IterationOutcome.RATE_LIMITED, false, Duration.ofSeconds(3), "5-hour limit", resetsAt);

        onLimit = LimitPolicy.FAIL_OVER;
        assertThat(decide()).isEqualTo(new Verdict.FailOver(resetsAt, "5-hour limit"));

        onLimit = LimitPolicy.STOP;
        assertThat(reason()).isEqualTo(StopReason.USAGE_LIMIT_EXHAUSTED);
    }

    @Test
    void aTimeInThePastIsNoTime() {
        past(IterationOutcome.RATE_LIMITED, false, Duration.ZERO, null, NOW.minusSeconds(1));

        assertThat(decide()).isInstanceOfSatisfying(Verdict.Park.class,
                park -> assertThat(park.until()).isEqualTo(NOW.plus(Duration.ofMinutes(1))));
    }

    @Test
    void theWaitForALimitHasABound() {
        var patient = new StopRules(Duration.ZERO, Duration.ofSeconds(5), 3, 2, Duration.ofMinutes(1), Duration.ofMinutes(10),
                100);
        for (int i = 0; i < 80; i++) {
            past(IterationOutcome.RATE_LIMITED, false, Duration.ZERO, null, null);
        }

        assertThat(patient.decide(standing(), CLOCK)).isInstanceOfSatisfying(Verdict.Park.class,
                park -> assertThat(park.until()).isEqualTo(NOW.plus(Duration.ofMinutes(10))));
    }

    @Test
    void afterTooManyLimitsInARowTheRunEnds() {
        for (int i = 0; i < 5; i++) {
            past(IterationOutcome.RATE_LIMITED, false, Duration.ZERO, "limit " + i, NOW.plusSeconds(60));
        }

        assertThat(decide()).isInstanceOfSatisfying(Verdict.Finish.class, finish -> {
            assertThat(finish.reason()).isEqualTo(StopReason.USAGE_LIMIT_EXHAUSTED);
            assertThat(finish.message()).contains("4 times", "limit 4");
        });
    }

    @Test
    void workInBetweenStartsTheCountOfLimitsAnew() {
        for (int i = 0; i < 4; i++) {
            past(IterationOutcome.RATE_LIMITED);
        }
        past(IterationOutcome.WORKING);
        past(IterationOutcome.RATE_LIMITED);

        assertThat(decide()).isInstanceOfSatisfying(Verdict.Park.class,
                park -> assertThat(park.until()).isEqualTo(NOW.plus(Duration.ofMinutes(1))));
    }

    @Test
    void aRunThatHasWaitedForItsLimitGoesOnInItsSession() {
        past(IterationOutcome.RATE_LIMITED, false, Duration.ofSeconds(3), "limit", NOW.minusSeconds(1));
        rested = true;

        assertThat(decide()).isEqualTo(new Verdict.GoOn(Duration.ofSeconds(1), true));
    }

    @Test
    void aRefusedLoginWaitsForAPerson() {
        past(IterationOutcome.AUTH_FAILED, "Please run /login");
        assertThat(decide()).isEqualTo(new Verdict.Park(null, "Please run /login", true));

        rested = true;
        assertThat(decide()).isEqualTo(new Verdict.GoOn(Duration.ofSeconds(1), true));
    }

    @ParameterizedTest
    @EnumSource(value = IterationOutcome.class, names = { "WORKING", "ERROR", "RATE_LIMITED", "AUTH_FAILED", "LOST" })
    void aPauseComesBeforeGoingOnAndBeforeWaiting(IterationOutcome outcome) {
        past(outcome);
        pause = true;

        assertThat(decide()).isEqualTo(new Verdict.Pause());
    }

    @Test
    void aLimitComesBeforeAPause() {
        past(IterationOutcome.WORKING);
        maxIterations = 1;
        pause = true;

        assertThat(reason()).isEqualTo(StopReason.MAX_ITERATIONS);
    }

    @ParameterizedTest
    @EnumSource(value = IterationOutcome.class, names = { "STOPPED", "KILLED", "LOST", "HUNG" })
    void whatWasCutOffGoesOnInItsOwnSession(IterationOutcome outcome) {
        past(outcome);

        assertThat(decide()).isInstanceOfSatisfying(Verdict.GoOn.class, on -> assertThat(on.resume()).isTrue());
    }

    private Verdict decide() {
        return RULES.decide(standing(), CLOCK);
    }

    private StopReason reason() {
        var verdict = decide();
        assertThat(verdict).isInstanceOf(Verdict.Finish.class);
        return ((Verdict.Finish) verdict).reason();
    }

    private Standing standing() {
        return new Standing(stage, new Standing.Limits(maxIterations, Duration.ofHours(1), new BigDecimal("5.00")), finished,
                spent, stop, pause, onLimit, rested);
    }

    private void past(IterationOutcome outcome) {
        past(outcome, "why");
    }

    private void past(IterationOutcome outcome, String message) {
        past(outcome, true, Duration.ofMinutes(1), message, null);
    }

    private void past(IterationOutcome outcome, boolean changed, Duration took, @Nullable String message,
            @Nullable Instant resetsAt) {
        finished.add(new PastIteration(finished.size() + 1, outcome, true, changed, took, message, resetsAt));
    }

    private void lost(boolean heard) {
        finished.add(new PastIteration(finished.size() + 1, IterationOutcome.LOST, heard, false, Duration.ofSeconds(1), null,
                null));
    }
}
