package dev.ringmaster.loop;

/** What is done elsewhere, and before which a checkpoint is saved. */
public enum CheckpointOperation {
    /** The branch is brought to the remote. */
    PUSH,
    /** A build is waited for, or started by name. */
    BUILD,
    /** The work goes to the default branch. */
    MERGE,
    /** A sync is asked for. */
    DEPLOY
}
