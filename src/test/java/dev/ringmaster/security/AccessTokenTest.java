package dev.ringmaster.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringmaster.security.caller.Caller;
import dev.ringmaster.support.RingmasterException;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;

class AccessTokenTest {

    private static final String VALUE = "abcdefghijklmnopqrstuvwx";
    private final AccessToken token = new AccessToken(VALUE);

    @Test
    void fits_only_itself_and_never_prints_itself() {
        assertThat(token.matches(VALUE)).isTrue();
        assertThat(List.of("", "a", VALUE + "y", VALUE.substring(1), VALUE.toUpperCase(Locale.ROOT)))
                .noneMatch(token::matches);
        assertThat(token.matches(null)).isFalse();
        assertThat(token.toString()).doesNotContain(VALUE);
        assertThat(AccessToken.random().reveal()).isNotEqualTo(AccessToken.random().reveal());
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "short", "abcdefghijklmnopqrstuvw", "abcdefghijklmnopqrstuvwx yz",
            "abcdefghijklmnopqrstuvwx;y",
            "abcdefghijklmnopqrstuvwx\"", "äbcdefghijklmnopqrstuvwxyz" })
    void must_be_long_and_fit_into_a_header_and_a_cookie(String value) {
        assertThatThrownBy(() -> new AccessToken(value)).isInstanceOf(RingmasterException.class)
                .hasMessageContaining("at least 24");
    }

    @Test
    void its_cookie_is_out_of_reach_for_scripts_and_other_sites() {
        var cookie = TokenLogin.cookie(token.reveal(), Caller.OWNER, true);

        assertThat(cookie.getName()).isEqualTo("ringmaster_token");
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.isSecure()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo(CookieSameSite.STRICT);
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.getMaxAge()).isEqualTo(31_536_000L);
        assertThat(TokenLogin.cookie(token.reveal(), Caller.OWNER, false).isSecure()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({ "/, token=x, /", "/cards/1, token=x&tab=diff, /cards/1?tab=diff", "/, a=1&token=x&b=2, /?a=1&b=2",
            "/, tokens=1&token, /?tokens=1", "//evil.example/, token=x, /evil.example/",
            "/\\evil.example, token=x, /evil.example",
            "///, token=x, /" })
    void a_log_in_goes_on_at_the_same_place_without_the_token(String path, String query, String target) {
        assertThat(TokenLogin.withoutToken(path, query)).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(strings = { "127.0.0.1", "127.0.0.53", "localhost", "LocalHost", "::1", "[::1]" })
    void listens_on_loopback_by_itself(String host) {
        assertThat(ListenAddress.refusal(host, false, List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "0.0.0.0", "::", "192.168.1.2", "example.org", "127.0.0.1.nip.io", "" })
    void listens_wider_only_with_a_token_and_names_of_its_owner(String host) {
        assertThat(ListenAddress.refusal(host, false, List.of("a"))).get().asString().contains("RINGMASTER_ACCESS_TOKEN");
        assertThat(ListenAddress.refusal(host, true, List.of())).get().asString().contains("ALLOWED_HOSTS");
        assertThat(ListenAddress.refusal(host, true, List.of("a"))).isEmpty();
    }

    @Test
    void only_health_is_open() {
        assertThat(List.of("/q/health", "/q/health/ready", "/q/health/live"))
                .allMatch(path -> OpenPaths.isOpen(HttpMethod.GET, path));
        assertThat(
                List.of("/", "/q", "/q/", "/q/healthy", "/q/metrics", "/q/health-ui", "/graphql", "/api/webhooks/github", ""))
                .noneMatch(path -> OpenPaths.isOpen(HttpMethod.GET, path));
        assertThat(OpenPaths.isOpen(HttpMethod.POST, "/q/health")).isFalse();
    }
}
