package dev.ringmaster.security;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Takes secrets out of a text that comes in pieces, so that whoever puts the pieces together again does not find one. A piece
 * whose end may be the beginning of a secret is held until the next one tells. Of a secret that is cut, three characters may be
 * seen, or seven where something else came in between. Not for several threads.
 *
 * @param <T> what belongs to a piece
 */
public final class RedactedStream<T> {

    /**
     * @param text without secrets
     * @param of what came with it
     */
    public record Piece<T>(String text, T of) {
    }

    /** Fewer characters are the beginning of anything. */
    private static final int SUSPICIOUS = 4;
    /** What is remembered of the text before: longer than the first characters by which any token is known. */
    private static final int REMEMBERED = 80;
    private static final int LONGEST_ANCHOR = 24;
    private static final int MOST_HELD = 64 * 1024;

    private final Supplier<Needles> needles;
    private final boolean lines;
    private final String between;
    private final List<Piece<T>> held = new ArrayList<>();
    private String before = "";
    /** Something began in it that was told nevertheless. */
    private boolean openBefore;

    RedactedStream(Supplier<Needles> needles, boolean lines) {
        this.needles = needles;
        this.lines = lines;
        this.between = lines ? "\n" : String.valueOf(Essence.SEAM);
    }

    /** What can be told now, oldest first. */
    public List<Piece<T>> accept(String text, T of) {
        if (held.isEmpty() && !openBefore && !begunBefore(text)) {
            var alone = SecretSpans.in(text, needles.get());
            if (openAt(alone) == alone.joined.length()) {
                before = end(alone.joined.length() < REMEMBERED ? before + alone.joined : alone.joined, REMEMBERED);
                return List.of(new Piece<>(alone.redacted(text, 0), of));
            }
        }
        return acceptJoined(text, of);
    }

    /** Whether something may have begun in what was told already that only this text shows to be a secret. */
    private boolean begunBefore(String text) {
        var head = Essence.of(text.substring(0, Math.min(text.length(), REMEMBERED)));
        var next = head.substring(0, Math.min(head.length(), SecretForms.SHORTEST - SUSPICIOUS));
        for (int told = 1; told < SUSPICIOUS && told <= before.length(); told++) {
            if (needles.get().begins(end(before, told) + next)) {
                return true;
            }
        }
        var tail = end(before, LONGEST_ANCHOR);
        return TokenShapes.anchorOver(tail + head, tail.length());
    }

    private static String end(String text, int length) {
        return text.substring(Math.max(0, text.length() - length));
    }

    private List<Piece<T>> acceptJoined(String text, T of) {
        held.add(new Piece<>(text, of));
        var spans = spans();
        int open = openAt(spans);
        if (spans.joined.length() - open > MOST_HELD) {
            spans.add(open, spans.joined.length());
            return release(spans, held.size(), open);
        }
        int count = 0;
        int end = before.length();
        for (var piece : held) {
            end += Essence.of(piece.text()).length();
            if (end > open) {
                break;
            }
            count++;
        }
        return release(spans, count, open);
    }

    /** The rest, because something else comes: what looks like the beginning of a secret is taken out. */
    public List<Piece<T>> flush() {
        if (held.isEmpty()) {
            return List.of();
        }
        var spans = spans();
        int open = openAt(spans);
        if (spans.joined.length() - open >= SecretForms.SHORTEST) {
            spans.add(open, spans.joined.length());
        }
        return release(spans, held.size(), open);
    }

    public boolean isHolding() {
        return !held.isEmpty();
    }

    /** What belongs to the oldest piece that is held. */
    public T oldestHeld() {
        return held.getFirst().of();
    }

    private SecretSpans spans() {
        var text = new StringBuilder(before);
        held.forEach(piece -> text.append(between).append(piece.text()));
        return SecretSpans.in(text.toString(), needles.get());
    }

    private int openAt(SecretSpans spans) {
        int token = TokenShapes.openAt(spans.joined);
        // A token that stands whole in its line does not go on in the next.
        boolean whole = lines && token < spans.joined.length() && spans.covers(token)
                && !spans.joined.startsWith("-----", token);
        return Math.min(needles.get().openAt(spans.joined, SUSPICIOUS), whole ? spans.joined.length() : token);
    }

    private List<Piece<T>> release(SecretSpans spans, int count, int open) {
        if (count == 0) {
            return List.of();
        }
        var released = new ArrayList<Piece<T>>();
        int position = before.length();
        for (var piece : held.subList(0, count)) {
            int length = Essence.of(piece.text()).length();
            released.add(new Piece<>(spans.redacted(piece.text(), position), piece.of()));
            position += length;
        }
        held.subList(0, count).clear();
        int from = Math.clamp(position - REMEMBERED, 0, Math.max(0, Math.min(open, position)));
        before = spans.joined.substring(from, position);
        openBefore = open < position;
        return released;
    }
}
