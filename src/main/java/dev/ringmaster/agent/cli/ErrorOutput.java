package dev.ringmaster.agent.cli;

/** The beginning of what a process printed on standard error, for the case that it says nothing else. */
public final class ErrorOutput {

    private static final int KEPT = 2000;

    private final StringBuilder text = new StringBuilder();

    public void add(String line) {
        if (text.length() < KEPT) {
            text.append(line, 0, Math.min(line.length(), KEPT)).append('\n');
        }
    }

    /** At most some 4,000 characters. */
    public String text() {
        return text.toString().strip();
    }

    /** What to say of a process that ended without a result of its own. */
    public String withoutResult(int exitCode) {
        String words = text();
        return "The agent ended without a result, exit code " + exitCode + (words.isEmpty() ? "" : ": " + words);
    }
}
