package dev.ringmaster.prompt;

/** What an iteration is for. */
public enum PromptStage {
    /** Read, then propose a plan and acceptance criteria; change nothing. */
    PLAN,
    /** Do the task. */
    CODE,
    /** Something failed after the work was thought to be done: repair it. */
    FIX
}
