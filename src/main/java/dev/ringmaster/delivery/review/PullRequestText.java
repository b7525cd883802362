package dev.ringmaster.delivery.review;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.AcceptanceCriterion;
import dev.ringmaster.card.Card;

/**
 * The words of a pull request, out of its card. They stand between two marks, so that what people write around them stays. What
 * an
 * agent has written stands in a code block: GitHub would take names and numbers in it for mentions and references.
 */
final class PullRequestText {

    private static final String BEGIN = "<!-- ringmaster: begin. What stands here is written anew; write outside of it. -->";
    private static final String END = "<!-- ringmaster: end -->";
    private static final int LONGEST = 20_000;

    private PullRequestText() {
    }

    /** What a card has cost so far. */
    record Spent(long tokens, BigDecimal usd, int iterations) {
    }

    static String body(Card card, List<AcceptanceCriterion> criteria, Spent spent) {
        var text = new StringBuilder(BEGIN).append('\n');
        if (card.description() != null) {
            text.append(cut(card.description())).append("\n\n");
        }
        if (!criteria.isEmpty()) {
            text.append("### Acceptance criteria\n\n");
            criteria.forEach(criterion -> text.append("- ").append(oneLine(criterion.description())).append('\n'));
            text.append('\n');
        }
        if (card.plan() != null) {
            text.append("<details><summary>Plan</summary>\n\n").append(fenced(cut(card.plan()))).append("\n</details>\n\n");
        }
        text.append("Card ").append(card.number()).append(" of Ringmaster, ").append(spent.iterations())
                .append(spent.iterations() == 1 ? " iteration, " : " iterations, ").append(spent.tokens()).append(" tokens, $")
                .append(spent.usd().setScale(2, RoundingMode.HALF_UP)).append(".\n");
        return text.append(END).toString();
    }

    /** Puts the new words in the place of the old ones, and leaves what people have added. */
    static String over(@Nullable String present, String body) {
        if (present == null || present.isBlank()) {
            return body;
        }
        var old = present.replace("\r\n", "\n");
        int begin = old.indexOf(BEGIN);
        int end = old.indexOf(END);
        return begin < 0 || end < begin ? body + "\n\n" + old
                : old.substring(0, begin) + body + old.substring(end + END.length());
    }

    private static String fenced(String text) {
        var fence = new StringBuilder("```");
        while (text.contains(fence)) {
            fence.append('`');
        }
        return fence + "markdown\n" + text.strip() + "\n" + fence + "\n";
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "\n[…]";
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
