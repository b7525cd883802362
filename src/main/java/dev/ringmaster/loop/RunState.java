package dev.ringmaster.loop;

/** Where a run stands; the names are part of the API. */
public enum RunState {
    QUEUED,
    RUNNING,
    PAUSED,
    /** Waits for a limit to reset or for a login. */
    PARKED,
    FINISHED
}
