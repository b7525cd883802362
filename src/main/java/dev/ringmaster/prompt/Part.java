package dev.ringmaster.prompt;

/** The parts of a prompt, in the order in which they stand there. */
public enum Part {
    /** The rules of every iteration; apart from the rest where the platform has a place for it. */
    SYSTEM("System prompt"),
    /** What this iteration is for. */
    STAGE("Stage prompt"),
    /** Name, stack, check command and conventions. */
    PROJECT("Project"),
    /** From the config repository. */
    PROJECT_FILES("Project files"),
    /** From the repository under work. */
    GUIDANCE("Guidance in the repository"),
    /** The card's description. */
    CARD("Card"),
    TASK("Task"),
    CRITERIA("Acceptance criteria"),
    PLAN("Approved plan"),
    HINTS("Hints from a person"),
    /** By people who may write to the repository. */
    REVIEW("Review comments"),
    /** By anybody else. */
    OTHERS("Comments by others"),
    EVIDENCE("What is missing"),
    FAILURE("What failed"),
    /** What earlier iterations reported. */
    HISTORY("History"),
    FINISH("How to finish");

    private final String heading;

    Part(String heading) {
        this.heading = heading;
    }

    public String heading() {
        return heading;
    }
}
