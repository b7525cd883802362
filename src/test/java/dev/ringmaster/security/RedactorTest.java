package dev.ringmaster.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

class RedactorTest {

    private static final String MARK = Redactor.MARK;

    @Test
    void configuredSecretsAreTakenOutWhereverTheyStand() {
        var redactor = new Redactor(List.of("hunter2hunter2"));

        assertThat(redactor.redact("a hunter2hunter2 b=hunter2hunter2;")).isEqualTo("a " + MARK + " b=" + MARK + ";");
    }

    @Test
    void ofTwoThatOverlapTheLongerGoesWhole() {
        var redactor = new Redactor(List.of("password", "password-of-production"));

        assertThat(redactor.redact("password-of-production password")).isEqualTo(MARK + " " + MARK);
    }

    @Test
    void shortValuesAreWords() {
        assertThat(new Redactor(List.of("", "true", "sevench")).redact("it is true sevench")).isEqualTo("it is true sevench");
    }

    @ParameterizedTest
    @ValueSource(strings = { "sk-ant-api03-abcdefghijklmnopqrst", "sk-proj-abcdefghijklmnopqrstuvwx",
            "sk-abcdefghijklmnopqrstuvwx", "ghp_abcdefghijklmnopqrstuvwxyz0123456789", "gho_abcdefghijklmnopqrstuvwxyz012345",
            "github_pat_11ABCDEFG0abcdefghijklmnopqrstuvwxyz0123456789", "glpat-abcdefghijklmnopqrst",
            "AKIAABCDEFGHIJKLMNOP", "AIzaSyA-abcdefghijklmnopqrstuvwxyz01234",
            "xoxb-123456789012-abcdefghij", "dckr_pat_abcdefghijklmnopqrstuv", "npm_abcdefghijklmnopqrstuvwxyz0123456789",
            "pypi-AgEIcHlwaS5vcmcCJDAwMDAwMDAwLTAwMDAtMDAwMC0wMDAw", "ya29.abcdefghijklmnopqrstuvwxyz",
            "hvs.abcdefghijklmnopqrstuvwxyz",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P" })
    void wellKnownTokensAreTakenOutWithoutBeingConfigured(String token) {
        assertThat(new Redactor(List.of()).redact("{\"text\":\"key " + token + " end\"}"))
                .isEqualTo("{\"text\":\"key " + MARK + " end\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "an ordinary line", "the desk-lamp of ghosts_in_shells", "task-list, risk-free, eyJ",
            "xoxo AKIA AIza sk-short glpat-x" })
    void ordinaryTextStaysTheSameObject(String text) {
        assertThat(new Redactor(List.of("hunter2hunter2")).redact(text)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(strings = { "with\"quote\"inside", "with\\back\\slash", "two\nlines of it", "a\ttab and more" })
    void aSecretIsFoundInTheJsonAnAgentPrints(String secret) throws JsonProcessingException {
        var line = JsonMapper.builder().build().writeValueAsString(List.of("before " + secret + " after"));

        assertThat(new Redactor(List.of(secret)).redact(line)).isEqualTo("[\"before " + MARK + " after\"]");
    }

    private static final String CANARY = "C4nary/+&='\"\\ü~zq-Wx9";

    static Stream<String> encoded() {
        var bytes = CANARY.getBytes(StandardCharsets.UTF_8);
        var padded = Stream.of("", "a", "ab").map(before -> Base64.getEncoder()
                .encodeToString((before + CANARY + "t").getBytes(StandardCharsets.UTF_8)));
        return Stream.concat(padded, Stream.of(CANARY, Base64.getUrlEncoder().encodeToString(bytes),
                URLEncoder.encode(CANARY, StandardCharsets.UTF_8), HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                CANARY.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining()),
                CANARY.replace("\\", "\\\\").replace("\"", "\\\"").replace("ü", "\\u00fc").replace("&", "\\u0026")
                        .replace("=", "\\u003d").replace("'", "\\u0027").replace("+", "\\u002b")));
    }

    /** Whatever is left of it, at its edges, is too short to be of use. */
    @ParameterizedTest
    @MethodSource("encoded")
    void aSecretIsFoundInTheFormsThatProgramsEncodeItIn(String form) {
        var clean = new Redactor(List.of(CANARY)).redact("before " + form + " after");

        assertThat(clean).startsWith("before ").endsWith(" after").contains(MARK);
        assertThat(clean.length()).isLessThan(("before " + MARK + " after").length() + 14);
    }

    @ParameterizedTest
    @MethodSource("encoded")
    void aSecretIsFoundWhereATextIsWrapped(String form) {
        for (int width = 1; width < form.length(); width++) {
            var wrapped = form.replaceAll("(.{" + width + "})", "$1\n");

            var clean = new Redactor(List.of(CANARY)).redact("before\n" + wrapped + "\nafter");

            assertThat(clean).startsWith("before\n").endsWith("\nafter").contains(MARK);
            assertThat(longestCommon(clean.replace("\n", ""), form)).as("of " + clean).isLessThan(8);
        }
    }

    @Test
    void lineBreaksStayWhereASecretWas() {
        assertThat(new Redactor(List.of("hunter2hunter2")).redact("a hunter2\nhunter2 b\r\nc"))
                .isEqualTo("a " + MARK + "\n b\r\nc");
    }

    @Test
    void aTokenEndsWithItsLine() {
        var token = "ghp_abcdefghijklmnopqrstuvwxyz0123456789";

        assertThat(new Redactor(List.of()).redact("TOKEN=" + token + "\nHOME=/root"))
                .isEqualTo("TOKEN=" + MARK + "\nHOME=/root");
        assertThat(new Redactor(List.of()).redact("TOKEN=ghp_abcdefghijklmnopqrs\ntuvwxyz0123456789 x"))
                .isEqualTo("TOKEN=" + MARK + "\n x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://me:s3cr3t@example.org/x    | https://me:[redacted]@example.org/x
            Authorization: Bearer abcdefgh1234 | Authorization: Bearer [redacted]
            //r.org/:_authToken=abcdefgh1234   | //r.org/:_authToken=[redacted]
            aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY | aws_secret_access_key = [redacted]
            """)
    void onlyTheSecretPartGoes(String text, String clean) {
        assertThat(new Redactor(List.of()).redact(text)).isEqualTo(clean);
    }

    @Test
    void aPrivateKeyGoesWholeInWhateverItStands() throws JsonProcessingException {
        var key = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,AB\n\nMIIEpQIBAAKCAQEA\nq83r==\n"
                + "-----END RSA PRIVATE KEY-----\n";
        var redactor = new Redactor(List.of());

        assertThat(redactor.redact("a\n" + key + "Then do this.")).startsWith("a\n" + MARK).endsWith("\nThen do this.")
                .doesNotContain("MII", "q83r");
        assertThat(redactor.redact(JsonMapper.builder().build().writeValueAsString(List.of("a " + key + "\"b"))))
                .isEqualTo("[\"a " + MARK + "\\n\\\"b\"]");
        assertThat(redactor.redact("cut: " + key.substring(0, 110))).startsWith("cut: " + MARK).doesNotContain("MII", "DEK");
    }

    @Test
    void whatIsLearntLaterIsTakenOutToo() {
        var redactor = new Redactor(List.of("hunter2hunter2"));

        redactor.learn(List.of("correct-horse"));

        assertThat(redactor.redact("hunter2hunter2 correct-horse")).isEqualTo(MARK + " " + MARK);
    }

    private static int longestCommon(String text, String secret) {
        for (int length = secret.length(); length > 0; length--) {
            for (int start = 0; start + length <= secret.length(); start++) {
                if (text.contains(secret.substring(start, start + length))) {
                    return length;
                }
            }
        }
        return 0;
    }

    @Test
    void aSecretOfSeveralLinesIsFoundLineByLine() {
        var redactor = new Redactor(List.of("-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----\n"));

        assertThat(redactor.redact("MIIEvQIBADANBgkq")).isEqualTo(MARK);
        assertThat(redactor.redact("> hkiG9w0BAQEFAASC <")).isEqualTo("> " + MARK + " <");
    }
}
