package dev.ringmaster.agent.custom;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringmaster.support.RingmasterException;

/**
 * An argument vector with placeholders. One value stays inside one element, whatever it contains, and a value that looks
 * like a placeholder is not replaced again.
 */
final class CommandTemplate {

    /** Linux refuses an argument of 128 KiB, its final zero included (MAX_ARG_STRLEN in linux/binfmts.h). */
    static final int LONGEST_ARGUMENT = 128 * 1024 - 1;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(prompt|promptFile|session|model|worktree)}");

    private final List<String> elements;

    CommandTemplate(List<String> elements) {
        this.elements = elements;
    }

    boolean uses(String placeholder) {
        return elements.stream().anyMatch(element -> element.contains("{" + placeholder + "}"));
    }

    /**
     * Puts the values in. An element that is nothing but a placeholder without a value is left out; inside an element such a
     * placeholder becomes the empty text.
     *
     * @throws RingmasterException VALIDATION when an argument becomes longer than the system allows
     */
    List<String> fill(Map<String, String> values) {
        List<String> argv = new ArrayList<>();
        for (String element : elements) {
            Matcher whole = PLACEHOLDER.matcher(element);
            if (whole.matches() && !values.containsKey(whole.group(1))) {
                continue;
            }
            String argument = PLACEHOLDER.matcher(element)
                    .replaceAll(match -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), "")));
            argv.add(checked(element, argument));
        }
        return argv;
    }

    private static String checked(String element, String argument) {
        if (argument.length() > LONGEST_ARGUMENT / 4
                && argument.getBytes(StandardCharsets.UTF_8).length >= LONGEST_ARGUMENT) {
            throw RingmasterException.invalid("The argument '" + element + "' would be longer than the 128 KiB that the "
                    + "system allows. Use {promptFile}, or leave the prompt to standard input.");
        }
        return argument;
    }
}
