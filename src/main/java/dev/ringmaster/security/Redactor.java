package dev.ringmaster.security;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes secrets out of text before it is stored or published: the values that subscriptions are configured with, and what
 * has the shape of a well-known token.
 */
public final class Redactor {

    static final String MARK = "[redacted]";
    /** Shorter values would take ordinary words out of a transcript. */
    private static final int SHORTEST_SECRET = 8;

    private static final Pattern SHAPES = Pattern.compile(String.join("|",
            "sk-ant-[A-Za-z0-9_-]{16,}",
            "sk-(?:proj-)?[A-Za-z0-9_-]{20,}",
            "gh[pousr]_[A-Za-z0-9]{30,}",
            "github_pat_[A-Za-z0-9_]{40,}",
            "glpat-[A-Za-z0-9_-]{20,}",
            "AKIA[0-9A-Z]{16}",
            "AIza[0-9A-Za-z_-]{35}",
            "xox[abprs]-[A-Za-z0-9-]{10,}",
            "dckr_pat_[A-Za-z0-9_-]{20,}",
            "eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}"));

    private final List<String> secrets;

    public Redactor(Collection<String> secrets) {
        this.secrets = secrets.stream().flatMap(Redactor::shapes).filter(secret -> secret.length() >= SHORTEST_SECRET)
                .distinct().sorted(Comparator.comparingInt(String::length).reversed()).toList();
    }

    /** How a secret may look in a line: as it is, as a JSON string holds it, and each of its lines where it has several. */
    private static Stream<String> shapes(String secret) {
        return Stream.concat(Stream.of(secret), secret.lines())
                .flatMap(shape -> Stream.of(shape, inJson(shape)));
    }

    private static String inJson(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    /** The same text without secrets; the very same object when there are none. */
    public String redact(String text) {
        var clean = text;
        for (var secret : secrets) {
            clean = clean.replace(secret, MARK);
        }
        return mayHoldToken(clean) ? SHAPES.matcher(clean).replaceAll(MARK) : clean;
    }

    /** A cheap look before the expensive one: most lines hold none of the prefixes. */
    private static boolean mayHoldToken(String text) {
        return text.contains("sk-") || text.contains("gh") && text.contains("_") || text.contains("glpat-")
                || text.contains("AKIA") || text.contains("AIza") || text.contains("xox") || text.contains("dckr_pat_")
                || text.contains("eyJ");
    }
}
