package dev.ringmaster.support;

/** The codes a caller may see in {@code errors[].extensions.code}. */
public enum ErrorCode {
    VALIDATION,
    NOT_FOUND,
    /** A stale version: somebody else changed it first. */
    CONFLICT,
    ILLEGAL_TRANSITION,
    GUARD_FAILED,
    LOOP_ALREADY_RUNNING,
    LOOP_NOT_RUNNING,
    NO_SUBSCRIPTION_AVAILABLE,
    PLATFORM_UNAVAILABLE,
    BUDGET_EXCEEDED,
    UNAUTHENTICATED,
    FORBIDDEN,
    INTERNAL
}
