package dev.ringmaster.agent.cli;

import java.math.BigDecimal;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Lenient reading of one line: whatever is missing or of another type than expected is null, never an exception. Texts
 * come out without the NUL characters and terminal escapes that tool output carries as JSON escapes, where nobody who
 * looks at the raw line can see them.
 */
public final class Json {

    private static final double MOST_DOLLARS = 1e9;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern TERMINAL_ESCAPE = Pattern
            .compile("\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|[@-Z\\\\^_])");

    private Json() {
    }

    /** The line's object, or null when it is anything else. */
    public static @Nullable ObjectNode object(String line) {
        if (!line.stripLeading().startsWith("{")) {
            return null;
        }
        try {
            return MAPPER.readTree(line) instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    /** The field's text, null when it is missing or no text. */
    public static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() ? clean(value.textValue()) : null;
    }

    public static String text(JsonNode node, String field, String otherwise) {
        String text = text(node, field);
        return text == null ? otherwise : text;
    }

    /** A count: never negative, 0 when it is missing or no number. */
    public static long count(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isNumber() && value.canConvertToLong() ? Math.max(0, value.longValue()) : 0;
    }

    /** An amount of money, null when it is missing or implausible. Through a double, so that no exponent can cost memory. */
    public static @Nullable BigDecimal dollars(JsonNode node) {
        double value = node.isNumber() ? node.doubleValue() : Double.NaN;
        return value >= 0 && value <= MOST_DOLLARS ? BigDecimal.valueOf(value) : null;
    }

    /** The text without NUL characters and terminal escapes. */
    public static String clean(String text) {
        String clean = text.indexOf('\0') < 0 ? text : text.replace("\0", "");
        return clean.indexOf('\u001b') < 0 ? clean : TERMINAL_ESCAPE.matcher(clean).replaceAll("");
    }
}
