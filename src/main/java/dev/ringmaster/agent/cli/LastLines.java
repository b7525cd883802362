package dev.ringmaster.agent.cli;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last 20 lines of a plain text, 500 characters of each: an agent's last words where it prints nothing else. */
public final class LastLines {

    private static final int LINES = 20;
    private static final int LENGTH = 500;

    private final Deque<String> lines = new ArrayDeque<>(LINES);

    public void add(String line) {
        if (lines.size() == LINES) {
            lines.removeFirst();
        }
        lines.addLast(shortened(line));
    }

    public String text() {
        return String.join("\n", lines).strip();
    }

    /** The last of them, empty when there was none. */
    public String last() {
        return lines.isEmpty() ? "" : lines.getLast();
    }

    public static String shortened(String line) {
        return line.length() <= LENGTH ? line : line.substring(0, LENGTH);
    }
}
