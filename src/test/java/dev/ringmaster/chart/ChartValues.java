package dev.ringmaster.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values that {@code values.yaml} describes. A value is described by the comment over it that starts with {@code --}; what
 * lies below a described map without descriptions of its own is that map's default.
 */
final class ChartValues {

    private static final Pattern COMMENT = Pattern.compile("\\s*# ?(.*)");
    private static final Pattern KEY = Pattern.compile("( *)([A-Za-z0-9]+):(.*)");

    private ChartValues() {
    }

    /**
     * @param path from the top, such as {@code [image, tag]}
     * @param meaning Markdown on one line
     * @param standard what stands in the file; a list, a map or a scalar
     * @param choices the only values allowed, or empty for any
     */
    record Value(List<String> path, String meaning, Object standard, List<String> choices, Optional<Integer> minimum) {

        String name() {
            return String.join(".", path);
        }
    }

    /** All values, in the file's order. Descriptions of sections are not among them: their values have their own. */
    static List<Value> read(String file) {
        Object defaults = Chart.yaml().load(file);
        var described = new ArrayList<Value>();
        var path = new ArrayList<String>();
        var comment = new ArrayList<String>();
        for (String line : file.lines().toList()) {
            Matcher text = COMMENT.matcher(line);
            Matcher key = KEY.matcher(line);
            if (text.matches()) {
                comment.add(text.group(1));
                continue;
            }
            if (key.matches()) {
                int depth = key.group(1).length() / 2;
                while (path.size() > depth) {
                    path.removeLast();
                }
                path.add(key.group(2));
                describe(comment, List.copyOf(path), defaults).ifPresent(described::add);
            }
            comment.clear();
        }
        return described.stream().filter(value -> described.stream().noneMatch(other -> isBelow(other, value))).toList();
    }

    private static Optional<Value> describe(List<String> comment, List<String> path, Object defaults) {
        if (comment.isEmpty() || !comment.getFirst().startsWith("-- ")) {
            return Optional.empty();
        }
        var meaning = new ArrayList<String>();
        var choices = List.<String> of();
        Optional<Integer> minimum = Optional.empty();
        for (String line : comment) {
            if (line.startsWith("@enum ")) {
                choices = List.of(line.substring(6).split(", "));
            } else if (line.startsWith("@minimum ")) {
                minimum = Optional.of(Integer.valueOf(line.substring(9)));
            } else {
                meaning.add(line.replaceFirst("^-- ", ""));
            }
        }
        return Optional.of(new Value(path, String.join(" ", meaning), at(defaults, path), choices, minimum));
    }

    private static Object at(Object values, List<String> path) {
        Object value = values;
        for (String step : path) {
            if (!(value instanceof Map<?, ?> map) || !map.containsKey(step)) {
                throw new IllegalStateException(String.join(".", path) + " is described but has no value");
            }
            value = map.get(step);
        }
        return value;
    }

    private static boolean isBelow(Value lower, Value upper) {
        return lower.path().size() > upper.path().size()
                && lower.path().subList(0, upper.path().size()).equals(upper.path());
    }
}
