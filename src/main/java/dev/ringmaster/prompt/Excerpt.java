package dev.ringmaster.prompt;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes foreign or long text fit for a prompt. */
final class Excerpt {

    private static final Pattern LINE_END = Pattern.compile("\\R");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

    private Excerpt() {
    }

    /** At most {@code budget} characters of the beginning, and a mark where something was left out. */
    static String start(String text, int budget) {
        if (text.length() <= budget) {
            return text;
        }
        int cut = Character.isHighSurrogate(text.charAt(budget - 1)) ? budget - 1 : budget;
        return text.substring(0, cut) + "\n" + mark(text.length() - cut);
    }

    /** At most {@code budget} characters of the end, where logs say what went wrong. */
    static String end(String text, int budget) {
        if (text.length() <= budget) {
            return text;
        }
        int first = text.length() - budget;
        int cut = Character.isLowSurrogate(text.charAt(first)) ? first + 1 : first;
        return mark(cut) + "\n" + text.substring(cut);
    }

    private static String mark(int characters) {
        return "[… " + characters + " characters left out …]";
    }

    /** Marks every line, whatever ends it, so that no text can end its own quotation. */
    static String quote(String text) {
        return LINE_END.splitAsStream(text.strip()).map(line -> INVISIBLE.matcher(line).replaceAll(""))
                .map(line -> ("> " + line).stripTrailing()).collect(Collectors.joining("\n"));
    }
}
