package dev.ringmaster.loop.rules;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Whether two failures of a card are the same one: in the same state, of the same commit, in the same words. What differs from
 * one run of a command to the next (numbers, times, ids) does not count.
 *
 * @param head the branch's commit when it happened; null if none was known
 */
public record SameFailure(String state, @Nullable String head, String message, @Nullable String context) {

    private static final Pattern VARIABLE = Pattern.compile("(?i)\\b(?=[0-9a-f]*\\d)[0-9a-f]{6,}\\b|\\d+");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** Nothing was repaired between the two: going on would fail the same way again. */
    public boolean again(SameFailure earlier) {
        return head != null && head.equals(earlier.head) && state.equals(earlier.state)
                && plain(message).equals(plain(earlier.message)) && plain(context).equals(plain(earlier.context));
    }

    private static String plain(@Nullable String text) {
        return text == null ? "" : SPACE.matcher(VARIABLE.matcher(text).replaceAll("#")).replaceAll(" ").strip();
    }
}
