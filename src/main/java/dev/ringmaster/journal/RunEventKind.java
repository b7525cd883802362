package dev.ringmaster.journal;

/** The kinds of rows in a run's journal; the names are part of the API. */
public enum RunEventKind {
    SESSION_STARTED,
    ASSISTANT_TEXT,
    THINKING,
    TOOL_CALL,
    TOOL_RESULT,
    FILE_CHANGED,
    USAGE,
    RATE_LIMIT,
    AUTH_FAILED,
    COMPLETION_SIGNAL,
    WARNING,
    RAW,
    SESSION_ENDED,
    ITERATION_STARTED,
    ITERATION_ENDED,
    CHECKPOINT,
    HINT,
    /** Rows between the cursor and the next event are gone: removed by retention. */
    GAP
}
