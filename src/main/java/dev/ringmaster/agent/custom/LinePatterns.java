package dev.ringmaster.agent.custom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.Usage;
import dev.ringmaster.agent.cli.TokenCount;
import dev.ringmaster.support.RingmasterException;

/**
 * Regular expressions that find facts in the lines of a custom CLI's output. Each is looked for anywhere in a line.
 *
 * @param tokens with one or more of the groups {@code input}, {@code cacheWrite}, {@code cacheRead} and {@code output};
 *        {@code input} means uncached input
 * @param cost its first group is an amount in US dollars
 * @param file its first group is a path
 * @param error a line that means the run has failed, whatever the exit code says
 * @param limit a line that means a rate or usage limit ended the run; a group {@code reset} may hold the instant it ends
 *        (ISO 8601 or seconds since 1970)
 * @param auth a line that means the credential was refused
 */
public record LinePatterns(@Nullable Pattern tokens, @Nullable Pattern cost, @Nullable Pattern file, @Nullable Pattern error,
        @Nullable Pattern limit, @Nullable Pattern auth) {

    public static final LinePatterns NONE = new LinePatterns(null, null, null, null, null, null);

    private static final List<String> COUNTS = List.of("input", "cacheWrite", "cacheRead", "output");

    public LinePatterns {
        demandOneOf(tokens, COUNTS);
        demandGroup(cost, "cost");
        demandGroup(file, "file");
    }

    private static void demandOneOf(@Nullable Pattern pattern, List<String> groups) {
        if (pattern != null && pattern.namedGroups().keySet().stream().noneMatch(groups::contains)) {
            throw RingmasterException.invalid("The pattern tokens, '" + pattern + "', names none of the groups "
                    + String.join(", ", groups) + ". Write for example tokens: '(?<input>\\d+) in, (?<output>\\d+) out'.");
        }
    }

    private static void demandGroup(@Nullable Pattern pattern, String name) {
        if (pattern != null && pattern.matcher("").groupCount() == 0) {
            throw RingmasterException.invalid("The pattern " + name + ", '" + pattern
                    + "', has no group. Put what it is to find in parentheses.");
        }
    }

    /**
     * Reads one configured expression.
     *
     * @throws RingmasterException VALIDATION when it is none
     */
    public static @Nullable Pattern compile(String name, Optional<String> expression) {
        try {
            return expression.filter(text -> !text.isBlank()).map(Pattern::compile).orElse(null);
        } catch (PatternSyntaxException e) {
            throw RingmasterException.invalid("The pattern " + name + " is not a regular expression: " + e.getMessage());
        }
    }

    boolean isEmpty() {
        return equals(NONE);
    }

    Optional<Usage> usageIn(String line) {
        Usage usage = Usage.NONE;
        Matcher found = find(tokens, line);
        if (found != null) {
            var counts = new ArrayList<Long>();
            COUNTS.forEach(group -> counts.add(count(found, group)));
            usage = new Usage(counts.get(0), counts.get(1), counts.get(2), counts.get(3), null);
        }
        Matcher amount = find(cost, line);
        if (amount != null) {
            usage = usage.plus(new Usage(0, 0, 0, 0, Amount.of(amount.group(1))));
        }
        return usage.isNothing() ? Optional.empty() : Optional.of(usage);
    }

    private static long count(Matcher found, String group) {
        String text = found.namedGroups().containsKey(group) ? found.group(group) : null;
        return text == null ? 0 : TokenCount.of(text);
    }

    Optional<String> fileIn(String line) {
        Matcher found = find(file, line);
        return found == null ? Optional.empty() : Optional.ofNullable(found.group(1)).filter(path -> !path.isBlank());
    }

    static @Nullable Matcher find(@Nullable Pattern pattern, String line) {
        if (pattern == null) {
            return null;
        }
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? matcher : null;
    }
}
