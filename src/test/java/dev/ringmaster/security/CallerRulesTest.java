package dev.ringmaster.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerRulesTest {

    private final CallerRules rules = new CallerRules(List.of("Board.example.org", "other.example.org:8443"),
            List.of("https://pages.example.org"));

    @ParameterizedTest
    @ValueSource(strings = { "localhost", "localhost:8080", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:65535", "[::1]",
            "[::1]:8080",
            "board.example.org", "BOARD.example.org:99", "other.example.org:8443" })
    void answers_to_its_names(String host) {
        assertThat(rules.refuseHost(List.of(host))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "evil.example", "localhost.", "localhost.evil.example", "evil.localhost",
            "127.0.0.1.nip.io",
            "127.0.0.2", "0.0.0.0", "127.1", "2130706433", "[::]", "::1", "localhost:", "localhost:x", "localhost:8080:80",
            "user@localhost", "localhost/", "localhost evil", "other.example.org", "other.example.org:1" })
    void refuses_every_other_name(String host) {
        assertThat(rules.refuseHost(List.of(host))).isPresent();
    }

    @Test
    void refuses_no_name_and_two_of_which_one_is_foreign() {
        assertThat(rules.refuseHost(List.of())).isPresent();
        assertThat(rules.refuseHost(List.of("localhost", "evil.example"))).get().asString().contains("evil.example");
    }

    @ParameterizedTest
    @CsvSource({ "http://localhost:8080, localhost:8080", "HTTP://LocalHost:8080, localhost:8080",
            "http://127.0.0.1:8080, 127.0.0.1:8080", "http://[::1]:8080, [::1]:8080", "http://localhost, localhost",
            "http://localhost, localhost:80", "https://board.example.org, board.example.org",
            "https://board.example.org, board.example.org:443", "https://pages.example.org, localhost:8080",
            "HTTPS://Pages.example.org, localhost:8080" })
    void lets_its_own_pages_and_the_allowed_ones_call(String origin, String host) {
        assertThat(rules.refuseOrigin(List.of(origin), host)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({ "null, localhost:8080", "https://evil.example, localhost:8080", "http://localhost:3000, localhost:8080",
            "http://127.0.0.1:8080, localhost:8080", "http://localhost:8080, localhost", "http://localhost, localhost:8080",
            "http://pages.example.org, localhost:8080", "https://pages.example.org:444, localhost:8080",
            "https://pages.example.org.evil.example, localhost:8080", "file://, localhost:8080",
            "http://localhost:8080/path, localhost:8080", "http://evil@localhost:8080, localhost:8080",
            "chrome-extension://abc, localhost:8080", "'http://localhost:8080 https://evil.example', localhost:8080" })
    void refuses_every_other_page(String origin, String host) {
        assertThat(rules.refuseOrigin(List.of(origin), host)).isPresent();
    }

    @Test
    void takes_no_origin_as_no_page_and_two_as_two() {
        assertThat(rules.refuseOrigin(List.of(), "localhost:8080")).isEmpty();
        assertThat(rules.refuseOrigin(Arrays.asList("http://localhost:8080", "https://evil.example"), "localhost:8080"))
                .isPresent();
        assertThat(rules.refuseOrigin(List.of(""), "localhost:8080")).isPresent();
    }
}
