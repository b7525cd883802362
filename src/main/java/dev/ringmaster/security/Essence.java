package dev.ringmaster.security;

/**
 * A text without what comes and goes when programs wrap it into lines or put it into strings of strings: line breaks, tabs, and
 * backslashes, with the letter behind them that stands for a break. A secret that was escaped, however often, has the same one.
 */
final class Essence {

    /** Between two pieces of a text that belong together; in no text itself. */
    static final char SEAM = '\0';

    private Essence() {
    }

    static String of(String text) {
        int i = 0;
        while (i < text.length() && skipped(text, i) == 0) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        var kept = new StringBuilder(text.length()).append(text, 0, i);
        while (i < text.length()) {
            int skipped = skipped(text, i);
            if (skipped == 0) {
                kept.append(text.charAt(i++));
            } else {
                i += skipped;
            }
        }
        return kept.toString();
    }

    /** How many characters from here on are not part of it. */
    static int skipped(String text, int at) {
        char c = text.charAt(at);
        if (c != '\\') {
            return c == '\n' || c == '\r' || c == '\t' || c == SEAM ? 1 : 0;
        }
        int end = at;
        while (end < text.length() && text.charAt(end) == '\\') {
            end++;
        }
        boolean letter = end < text.length() && "nrt".indexOf(text.charAt(end)) >= 0;
        return end - at + (letter ? 1 : 0);
    }

    /** How many of the characters before a position are part of it. */
    static int position(String text, int before) {
        int kept = 0;
        for (int i = 0; i < before;) {
            int skipped = skipped(text, i);
            kept += skipped == 0 ? 1 : 0;
            i += Math.max(1, skipped);
        }
        return kept;
    }
}
