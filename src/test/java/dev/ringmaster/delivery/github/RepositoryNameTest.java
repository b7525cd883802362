package dev.ringmaster.delivery.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepositoryNameTest {

    @ParameterizedTest
    @CsvSource({
            "https://github.com/acme/shop.git, acme/shop", "https://github.com/acme/shop, acme/shop",
            "https://github.com/acme/shop.js/, acme/shop.js", "git@github.com:acme/shop.git, acme/shop",
            "ssh://git@github.com/acme/shop.git, acme/shop", "https://GitHub.com/acme/shop, acme/shop",
            "https://elsewhere.example/acme/shop, ''", "https://github.com.evil.example/acme/shop, ''",
            "https://github.com/acme/shop/tree, ''", "https://github.com/../shop, ''", "file:///srv/acme/shop, ''" })
    void it_is_read_off_urls_of_this_github_only(String url, String expected) {
        assertThat(RepositoryName.ofUrl(url, URI.create("https://github.com")).map(RepositoryName::toString).orElse(""))
                .isEqualTo(expected);
    }
}
