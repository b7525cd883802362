package dev.ringmaster.runner;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one stream into lines. Pure and stateful: one instance per stream, fed in order. Splits at
 * {@code '\n'} only, since agents print raw U+2028 and lone carriage returns inside a line. A line that is too long keeps
 * its beginning and loses the rest, up to its end, with no more memory than the limit.
 * <p>
 * {@link Line#endOffset()} is what to commit: a new framer that begins there gives exactly the lines that follow.
 */
public final class LineFramer {

    /** 8 MiB: the longest line seen from an agent had 10.6 MB, a whole file before and after an edit. */
    public static final int DEFAULT_LIMIT = 8 * 1024 * 1024;

    private static final int SMALL = 8 * 1024;

    /**
     * One line.
     *
     * @param text without line end and NUL characters (Postgres refuses them), invalid UTF-8 replaced by U+FFFD; ANSI codes
     *        are kept
     * @param endOffset where the next line begins, in bytes from the stream's start
     * @param cut whether the line was longer than the limit and lost its rest
     */
    public record Line(String text, long endOffset, boolean cut) {
    }

    private final int limit;
    private byte[] held = new byte[SMALL];
    private int length;
    private boolean cut;
    private long position;

    /**
     * A framer with the default limit.
     *
     * @param offset where the stream's bytes begin: 0, or the end offset of the last line that was committed
     */
    public LineFramer(long offset) {
        this(offset, DEFAULT_LIMIT);
    }

    /** A framer that keeps at most {@code limit} bytes of a line. */
    public LineFramer(long offset, int limit) {
        if (offset < 0 || limit < 1) {
            throw new IllegalArgumentException("offset " + offset + " or line limit " + limit + " is too small");
        }
        this.position = offset;
        this.limit = limit;
    }

    /**
     * Takes the next bytes of the stream.
     *
     * @return the lines that these bytes end
     * @throws IllegalArgumentException when the bytes do not follow those before
     */
    public List<Line> feed(long offset, byte[] bytes) {
        if (offset != position) {
            throw new IllegalArgumentException("bytes from offset " + offset + " do not follow offset " + position);
        }
        var lines = new ArrayList<Line>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                hold(bytes, start, i);
                start = i + 1;
                lines.add(take(offset + start));
            }
        }
        hold(bytes, start, bytes.length);
        position = offset + bytes.length;
        return lines;
    }

    /** The last line when it has no line end; null when there is none. For use after the end of the stream only. */
    public @Nullable Line flush() {
        return length == 0 && !cut ? null : take(position);
    }

    private void hold(byte[] bytes, int from, int to) {
        int kept = Math.min(to - from, limit - length);
        cut |= kept < to - from;
        if (length + kept > held.length) {
            held = Arrays.copyOf(held, Math.min(limit, Math.max(length + kept, held.length * 2)));
        }
        System.arraycopy(bytes, from, held, length, kept);
        length += kept;
    }

    private Line take(long end) {
        int until = cut ? characterBorder() : length;
        if (!cut && until > 0 && held[until - 1] == '\r') {
            until--;
        }
        var text = new String(held, 0, until, StandardCharsets.UTF_8).replace("\0", "");
        var line = new Line(text, end, cut);
        length = 0;
        cut = false;
        if (held.length > SMALL) {
            held = new byte[SMALL];
        }
        return line;
    }

    /** Leaves out a character that the cut went through, or it would look like invalid input. */
    private int characterBorder() {
        int lead = length - 1;
        while (lead > 0 && length - lead < 4 && (held[lead] & 0xC0) == 0x80) {
            lead--;
        }
        int first = held[lead] & 0xFF;
        int size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
        return lead + size > length ? lead : length;
    }
}
