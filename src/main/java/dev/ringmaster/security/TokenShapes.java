package dev.ringmaster.security;

import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What has the shape of a credential that well-known services give out, whoever it belongs to. */
final class TokenShapes {

    /**
     * @param anchor what every such token holds near its beginning, and hardly anything else
     * @param pattern looked for at the anchor
     * @param part whether only its group {@code s} is the secret
     * @param word whether it must not begin inside of a word
     * @param open whether a token that is cut off here can be told from an ordinary text
     */
    private record Shape(String anchor, Pattern pattern, boolean part, boolean word, boolean open) {
    }

    private static final String PEM = "-----BEGIN ";
    private static final String PEM_NAME = "[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----";
    private static final Pattern OPEN_PEM = Pattern
            .compile(PEM + "(?:" + PEM_NAME + "(?!.*-----END " + PEM_NAME + ")|[A-Z0-9 ]{0,60}-{0,4}$)");
    private static final int LONGEST_TOKEN = 4096;
    private static final int PAIRS = 128;
    private static final Shape[] NONE = {};
    private static final String LETTERS = "[A-Za-z0-9]";
    private static final String WORDS = "[A-Za-z0-9_-]";
    private static final String ASSIGNED = "[\"']?\\s{0,3}[=:]\\s{0,3}[\"']?(?<s>[A-Za-z0-9/+]{40})";

    private static final List<Shape> SHAPES = List.of(
            // Ringmaster's own, for programs
            token("rmt_", WORDS + "{40,}"),
            // Anthropic, OpenAI
            token("sk-ant-", WORDS + "{16,}"), word("sk-", WORDS + "{20,}"), word("sess-", LETTERS + "{40}"),
            // GitHub
            token("ghp_", LETTERS + "{30,}"), token("gho_", LETTERS + "{30,}"), token("ghu_", LETTERS + "{30,}"),
            token("ghs_", LETTERS + "{30,}"), token("ghr_", LETTERS + "{30,}"), token("github_pat_", "[A-Za-z0-9_]{40,}"),
            // GitLab: personal, deploy, runner, CI job, trigger, feed, incoming mail, agent, SCIM and OAuth
            token("glpat-", "[A-Za-z0-9_.-]{20,}"), token("gldt-", WORDS + "{20,}"), token("glrt-", "[A-Za-z0-9_.-]{20,}"),
            token("glcbt-", WORDS + "{20,}"), token("glptt-", WORDS + "{20,}"), token("glft-", WORDS + "{20,}"),
            token("glimt-", WORDS + "{20,}"), token("glagent-", WORDS + "{20,}"), token("glsoat-", WORDS + "{20,}"),
            token("gloas-", WORDS + "{20,}"),
            // AWS: access keys, and secret keys by the name that they are given under
            token("AKIA", "[0-9A-Z]{16}"), token("ASIA", "[0-9A-Z]{16}"), part("aws_secret_access_key", ASSIGNED),
            part("AWS_SECRET_ACCESS_KEY", ASSIGNED),
            // Google: API keys, access and refresh tokens, client secrets
            token("AIza", WORDS + "{35}"), token("ya29.", WORDS + "{20,}"), token("GOCSPX-", WORDS + "{20,}"),
            token("1//0", WORDS + "{30,}"),
            // Azure's storage
            part("AccountKey=", "(?<s>[A-Za-z0-9+/]{60,}={0,2})"),
            // Slack: tokens and webhooks; Discord's webhooks
            token("xoxa-", WORDS + "{10,}"), token("xoxb-", WORDS + "{10,}"), token("xoxc-", WORDS + "{10,}"),
            token("xoxe", "[.-]" + WORDS + "{10,}"), token("xoxo-", WORDS + "{10,}"), token("xoxp-", WORDS + "{10,}"),
            token("xoxr-", WORDS + "{10,}"), token("xoxs-", WORDS + "{10,}"), token("xapp-", WORDS + "{10,}"),
            part("hooks.slack.com/", "(?:services|workflows|triggers)/(?<s>[A-Za-z0-9/_+-]{20,})"),
            part("/api/webhooks/", "(?<s>[0-9]{5,}/[A-Za-z0-9_-]{20,})"),
            // Registries: npm, PyPI, Docker Hub, RubyGems
            token("npm_", LETTERS + "{36}"), part("_authToken=", "(?<s>[^\\s\"'\\\\]{8,})"), token("pypi-", WORDS + "{40,}"),
            token("dckr_pat_", WORDS + "{20,}"), token("dckr_oat_", WORDS + "{20,}"), token("rubygems_", "[a-f0-9]{48}"),
            // Hugging Face, Vault, DigitalOcean, Stripe, SendGrid, age
            word("hf_", LETTERS + "{30,}"), token("hvs.", WORDS + "{24,}"), token("dop_v1_", "[a-f0-9]{64}"),
            token("sk_live_", LETTERS + "{20,}"), token("rk_live_", LETTERS + "{20,}"),
            word("SG.", WORDS + "{16,}\\." + WORDS + "{16,}"), token("AGE-SECRET-KEY-1", "[A-Z0-9]{50,}"),
            // JSON Web Tokens
            token("eyJ", WORDS + "{10,}\\.eyJ" + WORDS + "{10,}\\." + WORDS + "{10,}"),
            // A header, as clients are told it and print it
            part("uthorization:", "\\s{0,3}(?:[Bb]asic|[Bb]earer|token)\\s{1,3}(?<s>[A-Za-z0-9._~+/=-]{8,})"),
            // user:password@host, of which only the password goes
            part("://", "[^\\s/:@\"'<>\\\\]{0,100}:(?<s>[^\\s/@\"'<>\\\\]{3,200})@"),
            // A private key as a file has it, and in a JSON string; whoever cuts it may have lost its end
            new Shape(PEM, Pattern.compile(PEM + PEM_NAME + "[A-Za-z0-9+/=\\s:,.\\\\]*+(?:-[A-Za-z0-9+/=\\s:,.\\\\]++){0,8}"
                    + "(?:-----END " + PEM_NAME + ")?"), false, false, true));

    /** For each pair of characters that an anchor begins with, the shapes; most of a text holds none of them. */
    private static final Shape[][] BY_PAIR = byPair();
    private static final BitSet BEGINS = begins();

    private TokenShapes() {
    }

    private static Shape token(String anchor, String rest) {
        return new Shape(anchor, Pattern.compile(Pattern.quote(anchor) + rest), false, false, true);
    }

    private static Shape word(String anchor, String rest) {
        return new Shape(anchor, Pattern.compile(Pattern.quote(anchor) + rest), false, true, true);
    }

    private static Shape part(String anchor, String rest) {
        return new Shape(anchor, Pattern.compile(Pattern.quote(anchor) + rest), true, false, false);
    }

    private static Shape[][] byPair() {
        return IntStream.range(0, PAIRS * PAIRS).mapToObj(pair -> SHAPES.stream()
                .filter(shape -> shape.anchor().charAt(0) * PAIRS + shape.anchor().charAt(1) == pair).toArray(Shape[]::new))
                .toArray(Shape[][]::new);
    }

    private static BitSet begins() {
        var begins = new BitSet(PAIRS * PAIRS);
        IntStream.range(0, PAIRS * PAIRS).filter(pair -> BY_PAIR[pair].length > 0).forEach(begins::set);
        return begins;
    }

    private static Shape[] at(String text, int at) {
        char first = text.charAt(at);
        char second = text.charAt(at + 1);
        int pair = first * PAIRS + second;
        return first < PAIRS && second < PAIRS && BEGINS.get(pair) ? BY_PAIR[pair] : NONE;
    }

    /** All of them. */
    static void findIn(String text, Needles.Found found) {
        findIn(text, shape -> true, found);
    }

    /** Those that are known by their first characters alone: for a text whose line breaks are gone. */
    static void findTokensIn(String text, Needles.Found found) {
        findIn(text, Shape::open, found);
    }

    private static void findIn(String text, Predicate<Shape> wanted, Needles.Found found) {
        for (int at = 0; at < text.length() - 1; at++) {
            for (var shape : at(text, at)) {
                if (text.startsWith(shape.anchor(), at) && wanted.test(shape)) {
                    look(shape, text, at, found);
                }
            }
        }
    }

    private static void look(Shape shape, String text, int at, Needles.Found found) {
        if (shape.word() && isInsideOfWord(text, at)) {
            return;
        }
        Matcher matcher = shape.pattern().matcher(text).region(at, text.length());
        if (matcher.lookingAt()) {
            found.at(shape.part() ? matcher.start("s") : matcher.start(), shape.part() ? matcher.end("s") : matcher.end());
        }
    }

    /** A letter before it is no word when it ends an escape, such as {@code \n} in JSON or {@code %3D} in an address. */
    private static boolean isInsideOfWord(String text, int at) {
        boolean escape = at > 1 && text.charAt(at - 2) == '\\' || at > 2 && text.charAt(at - 3) == '%';
        return at > 0 && Character.isLetterOrDigit(text.charAt(at - 1)) && !escape;
    }

    /** Where a token begins whose end, or whose rest, may follow; the text's length if nowhere. */
    static int openAt(String text) {
        if (text.contains(PEM)) {
            var key = OPEN_PEM.matcher(text);
            if (key.find()) {
                return key.start();
            }
        }
        int start = text.length();
        while (start > 0 && text.length() - start < LONGEST_TOKEN && isOfToken(text.charAt(start - 1))) {
            start--;
        }
        for (int at = start; at < text.length() - 1; at++) {
            for (var shape : at(text, at)) {
                if (shape.open() && text.startsWith(shape.anchor(), at) && !(shape.word() && isInsideOfWord(text, at))) {
                    return at;
                }
            }
        }
        return text.length();
    }

    /** Whether the characters by which a token is known begin before a position and end behind it. */
    static boolean anchorOver(String text, int position) {
        for (int at = 0; at < position && at < text.length() - 1; at++) {
            for (var shape : at(text, at)) {
                if (at + shape.anchor().length() > position && text.startsWith(shape.anchor(), at)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isOfToken(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "_-.=/+".indexOf(c) >= 0;
    }
}
