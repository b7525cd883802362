package dev.ringmaster.card;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.support.TextRule;

/**
 * Which cards of a project a list holds.
 *
 * @param states those in one of them; empty for any
 * @param labels those that carry all of them
 * @param search those whose number is this, or whose title, description or prompt contains it in any case; null for any
 */
record CardFilter(UUID projectId, List<CardState> states, List<String> labels, @Nullable String search) {

    private static final TextRule SEARCH = TextRule.characters("search", 200);
    private static final TextRule LABEL = TextRule.characters("labels", 40);
    private static final int MOST_DIGITS = 9;

    CardFilter {
        states = List.copyOf(states);
        labels = labels.stream().map(LABEL::check).toList();
        String wish = SEARCH.checkOptional(search);
        search = wish == null ? null : wish.strip();
    }

    String[] stateNames() {
        return states.stream().map(Enum::name).toArray(String[]::new);
    }

    /** What LIKE understands as "contains the search text", its own wildcards taken literally. */
    @Nullable
    String pattern() {
        return search == null ? null
                : "%" + search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    /** The card number the search text names, as {@code 12} or {@code #12}; null if it names none. */
    @Nullable
    Integer number() {
        if (search == null) {
            return null;
        }
        String digits = search.startsWith("#") ? search.substring(1) : search;
        boolean number = !digits.isEmpty() && digits.length() <= MOST_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Integer.valueOf(digits) : null;
    }
}
