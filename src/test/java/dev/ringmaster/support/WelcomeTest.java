package dev.ringmaster.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WelcomeTest {

    private static final String ADDRESS = "http://127.0.0.1:8080/";

    private record Door(@Nullable String secret) implements Invitation {

        @Override
        public Optional<String> query() {
            return Optional.ofNullable(secret);
        }

        @Override
        public String whereTheTokenIs() {
            return "lies in /home/me/.ringmaster/token";
        }
    }

    @Test
    void the_first_visitor_gets_an_address_that_opens() {
        assertThat(Welcome.text(ADDRESS, "/home/me/.ringmaster", new Door("token=abc")))
                .contains("http://127.0.0.1:8080/?token=abc\n").contains("Home: /home/me/.ringmaster")
                .containsOnlyOnce("http://");
    }

    @Test
    void later_ones_get_the_address_and_where_the_token_is() {
        assertThat(Welcome.text(ADDRESS, "/h", new Door(null))).contains("http://127.0.0.1:8080/\n")
                .contains("lies in /home/me/.ringmaster/token").containsOnlyOnce("http://");
    }

    @ParameterizedTest
    @CsvSource({ "127.0.0.1, http://127.0.0.1:80/", "localhost, http://localhost:80/", "::1, http://[::1]:80/",
            "[::1], http://[::1]:80/", "0.0.0.0, http://127.0.0.1:80/", "::, http://127.0.0.1:80/" })
    void the_address_is_one_to_visit(String host, String address) {
        assertThat(Welcome.address("http", host, 80)).isEqualTo(address);
    }
}
