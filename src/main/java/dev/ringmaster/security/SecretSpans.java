package dev.ringmaster.security;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where secrets stand in a text, counted in its {@link Essence}: programs wrap and escape, and a reader undoes it. */
final class SecretSpans {

    private record Span(int start, int end) {
    }

    /** The text's essence. */
    final String joined;

    private final List<Span> spans = new ArrayList<>();
    private boolean sorted = true;

    private SecretSpans(String joined) {
        this.joined = joined;
    }

    static SecretSpans in(String text, Needles needles) {
        var joined = Essence.of(text);
        var found = new SecretSpans(joined);
        needles.findIn(joined, found::add);
        if (joined.length() == text.length()) {
            TokenShapes.findIn(text, found::add);
        } else {
            found.addBroken(text, needles);
        }
        return found;
    }

    private void addBroken(String text, Needles needles) {
        var whole = new ArrayList<Span>();
        needles.findIn(text, (start, end) -> add(Essence.position(text, start), Essence.position(text, end)));
        TokenShapes.findIn(text, (start, end) -> {
            var span = new Span(Essence.position(text, start), Essence.position(text, end));
            add(span.start(), span.end());
            // One that a line holds whole does not go on in the next, but in the next piece of the same line.
            if (end < text.length() && Essence.skipped(text, end) > 0 && text.charAt(end) != Essence.SEAM) {
                whole.add(span);
            }
        });
        TokenShapes.findTokensIn(joined, (start, end) -> {
            if (whole.stream().noneMatch(span -> span.start() <= start && start < span.end())) {
                add(start, end);
            }
        });
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
     * @param part as it is
     * @param from where it begins in {@link #joined}
     */
    String redacted(String part, int from) {
        var here = merged().stream().filter(span -> span.end() > from && span.start() < from + part.length()).toList();
        return here.isEmpty() ? part : new Rewriting(part, from, here).text();
    }

    /** Goes over a part of the text with the spans in it. */
    private static final class Rewriting {

        private final String part;
        private final List<Span> spans;
        private final StringBuilder clean;
        private int position;
        private int next;
        private boolean marked;

        Rewriting(String part, int from, List<Span> spans) {
            this.part = part;
            this.spans = spans;
            this.position = from;
            this.clean = new StringBuilder(part.length());
        }

        String text() {
            for (int i = 0; i < part.length();) {
                int skipped = Essence.skipped(part, i);
                if (skipped == 0) {
                    step(part.charAt(i++));
                } else {
                    skip(part.substring(i, i + skipped));
                    i += skipped;
                }
            }
            return clean.toString();
        }

        private Span span() {
            while (next < spans.size() && spans.get(next).end() <= position) {
                next++;
                marked = false;
            }
            return next < spans.size() ? spans.get(next) : new Span(Integer.MAX_VALUE, Integer.MAX_VALUE);
        }

        private void step(char c) {
            if (span().start() > position) {
                clean.append(c);
            } else if (!marked) {
                clean.append(Redactor.MARK);
                marked = true;
            }
            position++;
        }

        /** Inside of a secret only line breaks stay. The backslash before its first character goes with it. */
        private void skip(String skipped) {
            var span = span();
            boolean inside = span.start() < position && position < span.end();
            boolean escapesFirst = span.start() == position && skipped.endsWith("\\");
            if (!inside && !escapesFirst) {
                clean.append(skipped);
            } else if (skipped.equals("\n") || skipped.equals("\r")) {
                clean.append(skipped);
            }
        }
    }
}
