package dev.ringmaster.delivery.failure;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads a log of any length and keeps what tells why something failed: its lines that speak of an error, with what follows
 * them, and its end. For one reader at a time.
 */
public final class LogTail {

    private static final int LONGEST_LINE = 1_000;
    private static final int MOST_ERRORS = 400;
    private static final int MOST_LAST = 400;
    /** Lines kept after one that speaks of an error. */
    private static final int FOLLOWING = 3;
    private static final int CHARACTERS_PER_TOKEN = 4;

    private static final Pattern ERROR = Pattern.compile(
            "(?i)\\b(error|errors|exception|failed|failure|failures|fatal|panic|assert\\w*|traceback|cannot|denied|undefined"
                    + "|not found|expected|unexpected|segmentation|oomkilled|killed|timed? ?out)\\b|^\\s*(E |FAIL|✗|✕|×)"
                    + "|[A-Za-z]+(Error|Exception)\\b");
    /** Colours, and the time that GitHub puts before each line. */
    private static final Pattern DECORATION = Pattern
            .compile("\\x1b\\[[0-9;?]*[A-Za-z]|^\\uFEFF?\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z ");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cntrl}&&[^\\t]]");

    private record Line(int number, String text) {
    }

    private final ByteArrayOutputStream open = new ByteArrayOutputStream();
    private final List<Line> errors = new ArrayList<>();
    private final Deque<Line> last = new ArrayDeque<>();
    private int count;
    private int following;

    public static LogTail of(String text) {
        var log = new LogTail();
        log.add(text.getBytes(StandardCharsets.UTF_8));
        return log;
    }

    /** More of the log, cut anywhere. */
    public void add(byte[] bytes) {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                keep(bytes, start, i);
                endLine();
                start = i + 1;
            }
        }
        keep(bytes, start, bytes.length);
    }

    private void keep(byte[] bytes, int from, int to) {
        int room = 4 * LONGEST_LINE - open.size();
        open.write(bytes, from, Math.max(0, Math.min(to - from, room)));
    }

    private void endLine() {
        var text = INVISIBLE.matcher(DECORATION.matcher(open.toString(StandardCharsets.UTF_8)).replaceAll("")).replaceAll("");
        open.reset();
        var line = new Line(++count, text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) + "…" : text);
        if (ERROR.matcher(line.text()).find()) {
            following = FOLLOWING + 1;
        }
        if (following > 0 && errors.size() < MOST_ERRORS) {
            errors.add(line);
            following--;
        }
        last.add(line);
        if (last.size() > MOST_LAST) {
            last.remove();
        }
    }

    /**
     * The best of it within a budget: half for the end, the rest for error lines from the first on, in their order, with a mark
     * where lines are left out.
     *
     * @param tokens about four characters each
     */
    public String excerpt(int tokens) {
        if (open.size() > 0) {
            endLine();
        }
        int budget = tokens * CHARACTERS_PER_TOKEN;
        var chosen = new TreeMap<Integer, String>();
        int used = take(chosen, List.copyOf(last).reversed(), budget / 2);
        used += take(chosen, errors, budget - used);
        take(chosen, List.copyOf(last).reversed(), budget - used);
        return render(chosen);
    }

    /** Takes whole lines as long as there is room. @return how much of it was used */
    private static int take(TreeMap<Integer, String> chosen, List<Line> lines, int room) {
        int used = 0;
        for (var line : lines) {
            int size = line.text().length() + 1;
            if (!chosen.containsKey(line.number())) {
                if (used + size > room) {
                    break;
                }
                chosen.put(line.number(), line.text());
                used += size;
            }
        }
        return used;
    }

    private String render(TreeMap<Integer, String> chosen) {
        var text = new StringBuilder();
        int before = 0;
        for (var line : chosen.entrySet()) {
            gap(text, line.getKey() - before - 1);
            text.append(line.getValue()).append('\n');
            before = line.getKey();
        }
        gap(text, count - before);
        return text.toString().stripTrailing();
    }

    private static void gap(StringBuilder text, int lines) {
        if (lines > 0) {
            text.append("[… ").append(lines).append(lines == 1 ? " line" : " lines").append(" left out …]\n");
        }
    }
}
