package dev.ringmaster.card.workflow;

/** What can happen to a card. */
public enum Trigger {
    START_PLANNING(true),
    START_CODING(true),
    APPROVE_PLAN(true),
    REJECT_PLAN(true),
    APPROVE_REVIEW(true),
    REJECT_REVIEW(true),
    RETRY(true),
    CANCEL(true),
    ARCHIVE(true),
    UNARCHIVE(true),
    LOOP_COMPLETE(false),
    LOOP_FAILED(false),
    TESTS_PASSED(false),
    TESTS_FAILED(false),
    BUILD_STARTED(false),
    BUILD_SUCCEEDED(false),
    BUILD_FAILED(false),
    DEPLOY_QUEUED(false),
    FINISH(false),
    DEPLOY_STARTED(false),
    DEPLOY_SYNCED(false),
    DEPLOY_FAILED(false),
    VERIFY_PASSED(false),
    VERIFY_FAILED(false),
    ERROR_DETECTED(false),
    FIX_APPLIED(false),
    MAX_RETRIES_EXCEEDED(false);

    private final boolean byUser;

    Trigger(boolean byUser) {
        this.byUser = byUser;
    }

    /** Whether a person fires it; the others are the server's own findings and nobody can claim them from outside. */
    public boolean byUser() {
        return byUser;
    }
}
