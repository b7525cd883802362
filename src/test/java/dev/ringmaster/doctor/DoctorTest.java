package dev.ringmaster.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

class DoctorTest {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @Test
    void what_is_good_or_limited_is_no_failure() {
        int exitCode = examine(Finding.good("git", "2.39"), Finding.limited("node", "not found", "install node"));

        assertThat(exitCode).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("git").contains("-> install node")
                .contains("can work here");
    }

    @Test
    void one_broken_thing_is_a_failure() {
        int exitCode = examine(Finding.broken("git", "not found", "install git"), Finding.good("node", "20"));

        assertThat(exitCode).isEqualTo(1);
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("broken   git").contains("-> install git")
                .contains("Something is broken");
    }

    @Test
    void bad_news_come_with_a_repair() {
        assertThatThrownBy(() -> Finding.broken("git", "not found", " "))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("git");
    }

    private int examine(Finding... findings) {
        var examination = new Examination() {
            @Override
            public String title() {
                return "Things";
            }

            @Override
            public List<Finding> examine() {
                return List.of(findings);
            }
        };
        return new Doctor(List.of(examination)).run(new PrintStream(output, true, StandardCharsets.UTF_8));
    }
}
