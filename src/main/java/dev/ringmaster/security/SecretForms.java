package dev.ringmaster.security;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a secret may look in a text: as it is, and as programs encode it on its way into one. What is told apart by line breaks
 * and
 * backslashes alone is the same, because a text is searched without them.
 */
final class SecretForms {

    /** Shorter forms would take ordinary words out of a transcript. */
    static final int SHORTEST = 8;

    private static final HexFormat LOWER = HexFormat.of();
    private static final HexFormat UPPER = HexFormat.of().withUpperCase();
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{2}");
    private static final int BITS_OF_BASE64 = 6;

    private SecretForms() {
    }

    /** All forms of the secret, and of each of its lines where it has several. */
    static Set<String> of(String secret) {
        var whole = secret.strip();
        return Stream.concat(Stream.of(whole), whole.lines().map(String::strip)).filter(part -> part.length() >= SHORTEST)
                .distinct().flatMap(SecretForms::forms).map(Essence::of)
                .filter(form -> form.length() >= SHORTEST).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Stream<String> forms(String secret) {
        return Stream.of(Stream.of(secret, secret.replace("'", "'\\''"), html(secret)), json(secret), url(secret),
                base64(secret), hex(secret)).flatMap(forms -> forms);
    }

    /** As in a JSON string, where cautious programs escape more than they must. */
    private static Stream<String> json(String secret) {
        return Stream.<IntPredicate> of(SecretForms::isPlainAscii, SecretForms::isHarmlessInHtml, c -> false)
                .flatMap(kept -> Stream.of("\\u%04x", "\\u%04X").map(format -> escaped(secret, kept, format)));
    }

    private static boolean isPlainAscii(int c) {
        return c < 127;
    }

    private static boolean isHarmlessInHtml(int c) {
        return isPlainAscii(c) && "<>&'=+".indexOf(c) < 0;
    }

    private static String escaped(String text, IntPredicate kept, String format) {
        var made = new StringBuilder();
        text.chars().forEach(c -> made.append(kept.test(c) ? String.valueOf((char) c) : format.formatted(c)));
        return made.toString();
    }

    private static String html(String secret) {
        return secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'",
                "&#39;");
    }

    /** As a form sends it, as an address holds it, and with every byte encoded. */
    private static Stream<String> url(String secret) {
        var form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        var address = form.replace("+", "%20").replace("%7E", "~");
        var all = LOWER.formatHex(bytes(secret)).replaceAll("..", "%$0");
        return Stream.of(form, address, address.replace("*", "%2A"), all, all.toUpperCase(Locale.ROOT))
                .flatMap(one -> Stream.of(one, lowerCaseEscapes(one)));
    }

    private static String lowerCaseEscapes(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape -> escape.group().toLowerCase(Locale.ROOT));
    }

    private static Stream<String> hex(String secret) {
        return Stream.of(LOWER.formatHex(bytes(secret)), UPPER.formatHex(bytes(secret)),
                HexFormat.of().withPrefix("\\x").formatHex(bytes(secret)));
    }

    /** Inside of a longer text it begins at one of three places of a group, and its ends mix with what stands beside it. */
    private static Stream<String> base64(String secret) {
        return Stream.of(0, 1, 2).flatMap(before -> {
            var bytes = bytes(secret);
            var placed = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, placed, before, bytes.length);
            int first = (before * Byte.SIZE + BITS_OF_BASE64 - 1) / BITS_OF_BASE64;
            int end = placed.length * Byte.SIZE / BITS_OF_BASE64;
            return Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
                    .map(encoder -> encoder.encodeToString(placed).substring(first, end));
        });
    }

    private static byte[] bytes(String secret) {
        return secret.getBytes(StandardCharsets.UTF_8);
    }
}
