package dev.ringmaster.prompt;

/** What an iteration is for. */
public enum PromptStage {
    /** Read, then propose a plan and acceptance criteria; change nothing. */
    PLAN("Plan the work on this card. Read whatever you need, change nothing."),
    /** Do the task. */
    CODE("Work on this card until all of it is done."),
    /** People have looked at the work and ask for changes. */
    REVIEW("The work on this card was reviewed, and changes are asked for. Make them, and keep what is good."),
    /** Something failed after the work was thought to be done: repair it. */
    FIX("The work on this card failed a later step. Find out why and repair it.");

    private final String words;

    PromptStage(String words) {
        this.words = words;
    }

    /** What the agent is told, unless the configuration has other words. */
    public String words() {
        return words;
    }
}
