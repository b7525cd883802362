package dev.ringmaster.security;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where secrets stand in a text. Line breaks are not counted: programs wrap what is long, and a reader joins it again.
 */
final class SecretSpans {

    private record Span(int start, int end) {
    }

    /** The text without its line breaks. */
    final String joined;

    private final List<Span> spans = new ArrayList<>();
    private boolean sorted = true;

    private SecretSpans(String joined) {
        this.joined = joined;
    }

    static SecretSpans in(String text, Needles needles) {
        var joined = withoutBreaks(text);
        var found = new SecretSpans(joined);
        needles.findIn(joined, found::add);
        if (joined.length() == text.length()) {
            TokenShapes.findIn(text, found::add);
        } else {
            TokenShapes.findIn(text, (start, end) -> found.add(joinedPosition(text, start), joinedPosition(text, end)));
            // One that a line holds whole does not go on in the next.
            var whole = List.copyOf(found.spans);
            TokenShapes.findTokensIn(joined, (start, end) -> {
                if (whole.stream().noneMatch(span -> span.start() <= start && start < span.end())) {
                    found.add(start, end);
                }
            });
        }
        return found;
    }

    private static boolean isBreak(char c) {
        return c == '\n' || c == '\r';
    }

    static String withoutBreaks(String text) {
        if (text.indexOf('\n') < 0 && text.indexOf('\r') < 0) {
            return text;
        }
        var kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (!isBreak(text.charAt(i))) {
                kept.append(text.charAt(i));
            }
        }
        return kept.toString();
    }

    private static int joinedPosition(String text, int position) {
        int breaks = 0;
        for (int i = 0; i < position; i++) {
            breaks += isBreak(text.charAt(i)) ? 1 : 0;
        }
        return position - breaks;
    }

    void add(int start, int end) {
        spans.add(new Span(start, end));
        sorted = false;
    }

    boolean isEmpty() {
        return spans.isEmpty();
    }

    boolean covers(int position) {
        return spans.stream().anyMatch(span -> span.start() <= position && position < span.end());
    }

    /** Overlapping ones become one. */
    private List<Span> merged() {
        if (!sorted) {
            spans.sort(Comparator.comparingInt(Span::start));
            var merged = new ArrayList<Span>();
            for (var span : spans) {
                var last = merged.isEmpty() ? null : merged.getLast();
                if (last != null && span.start() < last.end()) {
                    merged.set(merged.size() - 1, new Span(last.start(), Math.max(last.end(), span.end())));
                } else {
                    merged.add(span);
                }
            }
            spans.clear();
            spans.addAll(merged);
            sorted = true;
        }
        return spans;
    }

    /**
     * A part of the text with a mark in the place of each secret; its line breaks stay. The very same object if nothing is in
     * it.
     *
     * @param part with its line breaks
     * @param from where it begins in {@link #joined}
     */
    String redacted(String part, int from) {
        var here = merged().stream().filter(span -> span.end() > from && span.start() < from + part.length()).toList();
        if (here.isEmpty()) {
            return part;
        }
        var clean = new StringBuilder(part.length());
        int next = 0;
        int position = from;
        boolean marked = false;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            while (next < here.size() && here.get(next).end() <= position) {
                next++;
                marked = false;
            }
            boolean secret = next < here.size() && here.get(next).start() <= position;
            if (isBreak(c)) {
                clean.append(c);
                continue;
            }
            if (!secret) {
                clean.append(c);
            } else if (!marked) {
                clean.append(Redactor.MARK);
                marked = true;
            }
            position++;
        }
        return clean.toString();
    }
}
