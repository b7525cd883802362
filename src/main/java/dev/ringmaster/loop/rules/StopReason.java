package dev.ringmaster.loop.rules;

/** Why a run ended; the names are part of the API. */
public enum StopReason {
    COMPLETED,
    MAX_ITERATIONS,
    MAX_COST,
    MAX_RUNTIME,
    NO_PROGRESS,
    /** Too many errors in a row. */
    CIRCUIT_BREAKER,
    USER_STOPPED,
    AUTH_FAILED,
    USAGE_LIMIT_EXHAUSTED,
    FAILED
}
