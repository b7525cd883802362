package dev.ringmaster.security;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds any of many fixed texts in one pass that skips most of the text: Wu and Manber, "A fast algorithm for multi-pattern
 * searching" (1994), with blocks of three characters. The time hardly depends on how many there are.
 */
final class Needles {

    /** Receives what was found: where it begins and ends. */
    interface Found {
        void at(int start, int end);
    }

    private static final int WINDOW = SecretForms.SHORTEST;
    private static final int BLOCK = 3;
    private static final int TABLE = 1 << 15;
    private static final String[] NONE = {};

    private final byte[] shift = new byte[TABLE];
    private final String[][] ending = new String[TABLE][];
    private final String[] sorted;
    private final boolean[] beginning = new boolean[TABLE];
    private final int longest;

    /** @param needles each of {@value SecretForms#SHORTEST} characters or more */
    Needles(Collection<String> needles) {
        Arrays.fill(shift, (byte) (WINDOW - BLOCK + 1));
        Arrays.fill(ending, NONE);
        Map<Integer, List<String>> buckets = new HashMap<>();
        for (var needle : needles) {
            beginning[block(needle, 0)] = true;
            for (int end = BLOCK; end <= WINDOW; end++) {
                int at = block(needle, end - BLOCK);
                shift[at] = (byte) Math.min(shift[at], WINDOW - end);
            }
            buckets.computeIfAbsent(block(needle, WINDOW - BLOCK), key -> new ArrayList<>()).add(needle);
        }
        buckets.forEach((at, bucket) -> ending[at] = bucket.toArray(String[]::new));
        sorted = needles.stream().sorted().toArray(String[]::new);
        longest = needles.stream().mapToInt(String::length).max().orElse(0);
    }

    private static int block(String text, int at) {
        return (text.charAt(at) * 31 * 31 + text.charAt(at + 1) * 31 + text.charAt(at + 2)) & TABLE - 1;
    }

    void findIn(String text, Found found) {
        int end = WINDOW;
        while (end <= text.length()) {
            int at = block(text, end - BLOCK);
            if (shift[at] > 0) {
                end += shift[at];
            } else {
                int start = end - WINDOW;
                for (var needle : ending[at]) {
                    if (text.startsWith(needle, start)) {
                        found.at(start, start + needle.length());
                    }
                }
                end++;
            }
        }
    }

    /**
     * Where the text's end could be the beginning of one that goes on in what follows; the text's length if nowhere.
     *
     * @param shortest how many characters have to be there already; at least three
     */
    int openAt(String text, int shortest) {
        for (int start = Math.max(0, text.length() - longest + 1); start <= text.length() - shortest; start++) {
            if (beginning[block(text, start)] && begins(text.substring(start))) {
                return start;
            }
        }
        return text.length();
    }

    /** Whether one begins with this text and is longer. */
    boolean begins(String part) {
        int found = Arrays.binarySearch(sorted, part);
        int next = found >= 0 ? found + 1 : -found - 1;
        return next < sorted.length && sorted[next].startsWith(part);
    }
}
