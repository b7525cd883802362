package dev.ringmaster.agent.codex;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTimeTest {

    /** The CLI leaves seconds out, so the instant is the end of the minute. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-11-22T17:34:00Z | UTC              | or try again at 7:33 PM.                   | 2026-11-22T19:34:00Z
            2026-11-22T17:34:00Z | America/New_York | or try again at 7:33 PM.                   | 2026-11-23T00:34:00Z
            2026-11-22T23:50:00Z | UTC              | or try again at 12:10 AM.                  | 2026-11-23T00:11:00Z
            2026-11-22T20:00:00Z | UTC              | or try again at 7:33 PM.                   | 2026-11-22T19:34:00Z
            2026-11-22T17:34:00Z | UTC              | or try again at Nov 25th, 2026 7:33 AM.    | 2026-11-25T07:34:00Z
            2026-11-22T17:34:00Z | Asia/Tokyo       | or try again at Dec 1, 2026 12:05 PM.      | 2026-12-01T03:06:00Z
            2026-11-22T17:34:00Z | UTC              | or try again in 5 days 22 hours 11 minutes. | 2026-11-28T15:45:00Z
            2026-11-22T17:34:00Z | UTC              | Please try again in 1.5s.                  | 2026-11-22T17:34:01.500Z
            2026-03-29T00:30:00Z | Europe/Berlin    | try again at 2:30 AM                       | 2026-03-29T01:31:00Z
            """)
    void a_local_time_becomes_an_instant(Instant now, ZoneId zone, String text, Instant expected) {
        assertThat(RetryTime.in(text, Clock.fixed(now, zone))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = { "try again later.", "try again at 25:61 PM", "try again at Foo 99th, 2026 7:33 PM", "",
            "try again in a while", "try again at 7:33" })
    void what_is_no_time_gives_none(String text) {
        assertThat(RetryTime.in(text, Clock.systemUTC())).isNull();
    }
}
