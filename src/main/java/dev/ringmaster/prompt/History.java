package dev.ringmaster.prompt;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Brings what earlier iterations reported into a budget: by rule, or condensed by an agent, piece by piece. A third of the
 * budget is for the newest report, a third for those since the last full piece, a third for what was condensed. Condensing is
 * recursive: where the results outgrow their third, pieces of them are condensed again. A piece holds the oldest reports and
 * does not change when more is reported, so what was condensed once stays in use.
 */
public final class History {

    private static final int THIRDS = 3;
    /** What a piece becomes is at most this part of what a piece may be. */
    private static final int SHRINKS_TO = 4;
    /** By rule, a report other than the newest gets at most this part of the budget, and the newest a half. */
    private static final int OF_ONE = 8;
    /** Part of the hash: what an earlier wording made is not used on. */
    private static final String VERSION = "1\n";

    private final int budget;
    private final int third;

    /** @param tokens how long the whole may be */
    public History(int tokens) {
        this.budget = tokens * PromptBudgets.CHARACTERS_PER_TOKEN;
        this.third = budget / THIRDS;
    }

    /**
     * What one iteration ended with.
     *
     * @param heading which one it was, in a line
     */
    public record Report(String heading, String text) {

        private String whole() {
            return heading + "\n" + text.strip();
        }
    }

    /**
     * What is to be condensed next.
     *
     * @param hash names the content
     * @param tokens how long the result may be
     */
    public record Piece(String hash, String text, int tokens) {
    }

    /** Exactly one of the two. */
    public record Step(@Nullable Piece missing, @Nullable String text) {
    }

    /** Within the budget by rule: the newest has the most room, and what finds none is left out with a mark. */
    public String cut(List<Report> reports) {
        return byRule(reports.stream().map(Report::whole).toList());
    }

    /**
     * Within the budget, condensed.
     *
     * @param reports oldest first
     * @param condensed results by the hash of their piece
     */
    public Step condense(List<Report> reports, Map<String, String> condensed) {
        var items = reports.stream().map(Report::whole).toList();
        if (length(items) <= budget) {
            return new Step(null, String.join(Prompt.BETWEEN, items));
        }
        var grouped = group(items.subList(0, items.size() - 1));
        var young = grouped.rest();
        var old = List.<String> of();
        var pieces = grouped.full();
        var rest = List.<String> of();
        while (!pieces.isEmpty()) {
            var results = new ArrayList<String>();
            for (var piece : pieces) {
                var result = piece.text().length() <= third / SHRINKS_TO ? piece.text() : condensed.get(piece.hash());
                if (result == null) {
                    return new Step(piece, null);
                }
                results.add(Excerpt.start(result.strip(), third / SHRINKS_TO));
            }
            results.addAll(rest);
            old = results;
            var again = length(old) <= third ? new Grouped(List.of(), old) : group(old);
            pieces = again.full();
            rest = again.rest();
        }
        var all = new ArrayList<>(old);
        young.forEach(item -> all.add(endOf(item, third)));
        all.add(endOf(items.getLast(), third));
        return new Step(null, String.join(Prompt.BETWEEN, all));
    }

    /** @param rest what makes no full piece yet */
    private record Grouped(List<Piece> full, List<String> rest) {
    }

    private Grouped group(List<String> items) {
        var full = new ArrayList<Piece>();
        var open = new ArrayList<String>();
        for (var item : items) {
            if (!open.isEmpty() && length(open) + item.length() > third) {
                var text = String.join(Prompt.BETWEEN, open);
                full.add(new Piece(hash(text), text, third / SHRINKS_TO / PromptBudgets.CHARACTERS_PER_TOKEN));
                open.clear();
            }
            open.add(item);
        }
        return new Grouped(full, open);
    }

    private static int length(List<String> items) {
        return items.stream().mapToInt(item -> item.length() + Prompt.BETWEEN.length()).sum();
    }

    private String byRule(List<String> items) {
        if (length(items) <= budget) {
            return String.join(Prompt.BETWEEN, items);
        }
        var kept = new ArrayList<String>();
        int left = budget;
        for (var item : items.reversed()) {
            var shown = kept.isEmpty() ? endOf(item, budget / 2) : Excerpt.start(item, budget / OF_ONE);
            if (shown.length() > left) {
                break;
            }
            kept.add(shown);
            left -= shown.length() + Prompt.BETWEEN.length();
        }
        if (kept.size() < items.size()) {
            kept.add("[… " + (items.size() - kept.size()) + " earlier reports left out …]");
        }
        Collections.reverse(kept);
        return String.join(Prompt.BETWEEN, kept);
    }

    /** Its heading and its end, where it says what is left to do. */
    private static String endOf(String item, int characters) {
        int heading = item.indexOf('\n') + 1;
        return item.substring(0, heading) + Excerpt.end(item.substring(heading), characters);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest((VERSION + text).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java knows SHA-256", e);
        }
    }
}
