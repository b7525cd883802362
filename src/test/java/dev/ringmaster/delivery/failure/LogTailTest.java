package dev.ringmaster.delivery.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

class LogTailTest {

    @Test
    void a_short_log_is_kept_whole_without_decoration() {
        var log = LogTail.of("\u001b[31m2026-01-01T00:00:00.1234567Z red\u001b[0m\r\n2026-01-01T00:00:00.1Z plain\nend");

        assertThat(log.excerpt(100)).contains("red").contains("plain\nend").doesNotContain("\u001b", "\r")
                .doesNotContain("[…");
    }

    @Test
    void of_a_long_log_the_error_and_the_end_are_kept() {
        var text = new StringBuilder();
        for (int i = 1; i <= 100_000; i++) {
            text.append(i == 50_000 ? "Error: the cause of it\n  at the place of it\n" : "line " + i + " goes well\n");
        }
        var excerpt = LogTail.of(text.toString()).excerpt(500);

        assertThat(excerpt).hasSizeLessThan(2_300).contains("Error: the cause of it\n  at the place of it")
                .endsWith("line 100000 goes well").startsWith("[… 49999 lines left out …]");
    }

    @Test
    void it_does_not_matter_where_the_log_is_cut_into_parts() {
        var bytes = "one\nzwö: Fehler → failed\nthree\n".getBytes(StandardCharsets.UTF_8);
        var inBytes = new LogTail();
        for (byte b : bytes) {
            inBytes.add(new byte[] { b });
        }

        assertThat(inBytes.excerpt(100)).isEqualTo("one\nzwö: Fehler → failed\nthree");
    }

    @Test
    void a_line_without_end_costs_no_memory() {
        var log = new LogTail();
        for (int i = 0; i < 1_000; i++) {
            log.add("x".repeat(10_000).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(log.excerpt(1_000)).hasSizeLessThan(1_100);
    }
}
