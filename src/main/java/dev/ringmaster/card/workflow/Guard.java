package dev.ringmaster.card.workflow;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/** What must be so before an edge is taken. Each has the words a person reads when it is not. */
public enum Guard {
    NONE(null, "", facts -> true),
    HAS_TASK_PROMPT("has task prompt", "The card has no task prompt: write what is to be done.", CardFacts::hasTaskPrompt),
    HAS_ACCEPTANCE_CRITERIA("has acceptance criteria",
            "The card has no acceptance criteria: add at least one before the plan is approved.",
            CardFacts::hasAcceptanceCriteria),
    HAS_GENERATED_CODE("has generated code", "The branch has no change against its base: there is nothing to review.",
            CardFacts::hasGeneratedCode),
    UNDER_RETRY_LIMIT("under retry limit", "The retry limit is reached.", CardFacts::underRetryLimit),
    RETRY_LIMIT_REACHED("retry limit reached", "The retry limit is not reached yet.", facts -> !facts.underRetryLimit()),
    BUILD_CONFIGURED("build configured", "No build is configured for this project.", CardFacts::buildConfigured),
    ONLY_DEPLOY_CONFIGURED("only deploy configured", "Not only a deploy is configured for this project.",
            facts -> !facts.buildConfigured() && facts.deployConfigured()),
    NEITHER_CONFIGURED("neither build nor deploy configured", "A build or a deploy is configured for this project.",
            facts -> !facts.buildConfigured() && !facts.deployConfigured()),
    DEPLOY_CONFIGURED("deploy configured", "No deploy is configured for this project.", CardFacts::deployConfigured),
    NO_DEPLOY_CONFIGURED("no deploy configured", "A deploy is configured for this project.",
            facts -> !facts.deployConfigured()),
    SYNC_COMPLETED("sync completed", "No completed sync was seen.", CardFacts::deploySynced),
    HEALTH_CHECK_PASSED("health check passed", "No passed health check was seen.", CardFacts::healthPassed),
    FAILED_IN_CODING("failed in CODING", "The card did not fail in CODING.",
            facts -> facts.failedIn() == CardState.CODING),
    FAILED_IN_TESTING("failed in TESTING", "The card did not fail in TESTING.",
            facts -> facts.failedIn() == CardState.TESTING),
    /** A fix of a failed deploy is new code: where there is a build, it has to be built first. */
    FIX_NEEDS_BUILD("failed in build, or in deploy with a build configured", "The fix needs no build.",
            facts -> facts.failedInPhase(Phase.BUILD)
                    || facts.failedInPhase(Phase.DEPLOY) && facts.buildConfigured()),
    FIX_NEEDS_DEPLOY("failed in deploy, no build configured", "The fix needs no deploy.",
            facts -> facts.failedInPhase(Phase.DEPLOY) && !facts.buildConfigured()),
    FAILED_WHILE_FIXING("failed while fixing", "The card did not fail while it was being fixed.",
            facts -> facts.previousState() == CardState.ERROR_FIXING && facts.failedIn() != null),
    FAILED_ELSEWHERE("failed elsewhere", "The card failed while it was being fixed.",
            facts -> !FAILED_WHILE_FIXING.holds(facts));

    private final @Nullable String description;
    private final String refusal;
    private final Predicate<CardFacts> condition;

    Guard(@Nullable String description, String refusal, Predicate<CardFacts> condition) {
        this.description = description;
        this.refusal = refusal;
        this.condition = condition;
    }

    public boolean holds(CardFacts facts) {
        return condition.test(facts);
    }

    /** In a few words, for tables and diagrams; null for the guard that always holds. */
    public @Nullable String description() {
        return description;
    }

    /** What to tell a person when it does not hold. */
    public String refusal() {
        return refusal;
    }
}
