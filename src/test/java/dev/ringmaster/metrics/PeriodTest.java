package dev.ringmaster.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.ringmaster.support.RingmasterException;

class PeriodTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void every_hour_is_in_a_full_day_or_in_the_hours_around_and_never_in_both() {
        var random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            var from = START.plusSeconds(random.nextInt(400_000));
            var to = from.plusSeconds(1 + random.nextInt(400_000));

            var period = Period.of(from, to);

            for (var hour = START.minus(Duration.ofDays(1)); hour
                    .isBefore(START.plus(Duration.ofDays(11))); hour = hour.plus(Duration.ofHours(1))) {
                var wanted = !hour.plus(Duration.ofHours(1)).isBefore(from.plusMillis(1)) && hour.isBefore(to);
                assertThat(covered(period, hour)).as("%s of %s to %s", hour, from, to).isEqualTo(wanted ? 1 : 0);
            }
        }
    }

    private static int covered(Period period, Instant hour) {
        var day = hour.truncatedTo(ChronoUnit.DAYS);
        var byDay = !day.isBefore(period.firstDay()) && day.isBefore(period.lastDay()) ? 1 : 0;
        var byHour = !hour.isBefore(period.from()) && hour.isBefore(period.firstDay())
                || !hour.isBefore(period.lastDay()) && hour.isBefore(period.to()) ? 1 : 0;
        return byDay + byHour;
    }

    @Test
    void a_period_has_to_have_a_length() {
        assertThatThrownBy(() -> Period.of(START, START)).isInstanceOf(RingmasterException.class)
                .hasMessageContaining("before");
    }
}
