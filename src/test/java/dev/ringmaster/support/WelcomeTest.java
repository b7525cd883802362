package dev.ringmaster.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

import org.junit.jupiter.api.Test;

class WelcomeTest {

    @Test
    void the_first_visitor_gets_an_address_that_opens() {
        assertThat(Welcome.text("127.0.0.1", 8080, "/home/me/.ringmaster", Optional.of("token=abc")))
                .contains("http://127.0.0.1:8080/?token=abc\n").contains("/home/me/.ringmaster");
    }

    @Test
    void later_ones_get_the_address_only() {
        assertThat(Welcome.text("127.0.0.1", 8080, "/h", Optional.empty())).contains("http://127.0.0.1:8080/\n");
    }

    @Test
    void an_address_that_means_all_of_them_is_no_address_to_visit() {
        assertThat(Welcome.text("0.0.0.0", 8080, "/h", Optional.empty())).contains("http://127.0.0.1:8080/\n");
    }
}
