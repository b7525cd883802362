package dev.ringmaster.agent.gemini;

import java.util.Optional;

/**
 * Puts the pieces of a streamed reply together: a piece may end anywhere, in the middle of a word or of the completion tag.
 * Paragraphs are given out when they are whole or long; the whole reply is kept, its last 64 Ki characters at least.
 */
final class Reply {

    private static final int LONG = 4096;
    private static final int KEPT = 64 * 1024;

    private final StringBuilder whole = new StringBuilder();
    private final StringBuilder open = new StringBuilder();

    /** @return the paragraphs that this piece has completed */
    Optional<String> add(String piece) {
        whole.append(piece);
        if (whole.length() > 2 * KEPT) {
            whole.delete(0, whole.length() - KEPT);
        }
        open.append(piece);
        int end = open.length() > LONG ? open.length() : open.lastIndexOf("\n\n");
        return end <= 0 ? Optional.empty() : cut(end);
    }

    /** What is left of the last paragraph. */
    Optional<String> rest() {
        return cut(open.length());
    }

    private Optional<String> cut(int end) {
        String text = open.substring(0, end).strip();
        open.delete(0, end);
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    String text() {
        return whole.toString().strip();
    }
}
