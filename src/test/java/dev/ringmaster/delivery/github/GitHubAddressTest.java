package dev.ringmaster.delivery.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitHubAddressTest {

    @ParameterizedTest
    @CsvSource({ "https://github.com, https://api.github.com", "https://GitHub.com, https://api.github.com",
            "https://github.acme.example, https://github.acme.example/api/v3",
            "http://127.0.0.1:8443/ghe, http://127.0.0.1:8443/ghe/api/v3" })
    void an_enterprise_server_has_its_api_under_its_own_address(String url, String api) {
        assertThat(GitHub.api(URI.create(url))).isEqualTo(URI.create(api));
    }
}
