package dev.ringmaster.delivery.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

class OutagesTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Outages outages = new Outages(Duration.ofMinutes(10));

    private boolean lastingAt(long action, int minute) {
        return outages.lasting(action, START.plus(Duration.ofMinutes(minute)));
    }

    @Test
    void a_person_is_asked_once_an_action_has_had_no_answer_for_long_enough() {
        assertThat(lastingAt(1, 0)).isFalse();
        assertThat(lastingAt(1, 9)).isFalse();
        assertThat(lastingAt(2, 9)).as("of another action").isFalse();
        assertThat(lastingAt(1, 10)).isTrue();
        assertThat(lastingAt(1, 60)).isTrue();
    }

    @Test
    void an_answer_ends_it() {
        assertThat(lastingAt(1, 0)).isFalse();
        outages.over(1);

        assertThat(lastingAt(1, 10)).isFalse();
    }
}
