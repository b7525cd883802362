package dev.ringmaster.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
            "xoxb-123456789012-abcdefghij", "dckr_pat_abcdefghijklmnopqrstuv",
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

    @Test
    void aSecretOfSeveralLinesIsFoundLineByLine() {
        var redactor = new Redactor(List.of("-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----\n"));

        assertThat(redactor.redact("MIIEvQIBADANBgkq")).isEqualTo(MARK);
        assertThat(redactor.redact("> hkiG9w0BAQEFAASC <")).isEqualTo("> " + MARK + " <");
    }
}
