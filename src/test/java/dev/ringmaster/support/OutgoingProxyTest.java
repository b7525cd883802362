package dev.ringmaster.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;

import org.junit.jupiter.api.Test;

class OutgoingProxyTest {

    @Test
    void is_read_in_lower_or_upper_case_and_handed_on_as_curl_reads_it() {
        var expected = Map.of("https_proxy", "http://proxy.example.org:3128", "no_proxy", "localhost");

        assertThat(OutgoingProxy.of(expected).variables()).isEqualTo(expected);
        assertThat(
                OutgoingProxy.of(Map.of("HTTPS_PROXY", "http://proxy.example.org:3128", "NO_PROXY", "localhost")).variables())
                .isEqualTo(expected);
        assertThat(OutgoingProxy.of(Map.of("https_proxy", "http://lower:1", "HTTPS_PROXY", "http://upper:1")).uri())
                .contains(URI.create("http://lower:1"));
        assertThat(OutgoingProxy.of(Map.of("NO_PROXY", "localhost", "HTTPS_PROXY", " ")).variables()).isEmpty();
    }

    @Test
    void needs_no_scheme_and_knows_what_is_called_directly() {
        var proxy = OutgoingProxy.of(Map.of("https_proxy", "proxy:3128", "no_proxy", "localhost, .corp.example.org,*.b.org"));

        assertThat(proxy.uri()).contains(URI.create("http://proxy:3128"));
        assertThat(proxy.patterns()).containsExactly("localhost", "*.localhost", "corp.example.org", "*.corp.example.org",
                "b.org", "*.b.org");
        assertThat(OutgoingProxy.of(Map.of("no_proxy", "*")).patterns()).containsExactly("*");
    }

    @Test
    void does_not_tell_its_password() {
        assertThat(OutgoingProxy.of(Map.of("https_proxy", "http://me:secret@proxy:3128")).toString()).contains("proxy:3128")
                .doesNotContain("secret");
    }
}
