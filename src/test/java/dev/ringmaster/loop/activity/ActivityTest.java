package dev.ringmaster.loop.activity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActivityTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"file_path\":\"src/A.java\",\"content\":\"class A {}\"} | src/A.java",
            "{\"command\":[\"npm\",\"test\"]}                        | npm test",
            "{\"command\":\"cat a; \\n wc -l\"}                     | cat a; wc -l",
            "{\"todos\":[]}                                          |",
            "ls -la                                                  | ls -la",
            "[1, 2]                                                  | [1, 2]",
            "{\"path\":\"\",\"pattern\":\"x\"}                       | x" })
    void a_tool_is_told_by_what_it_works_on(String input, String target) {
        assertThat(Activity.targetOf(input)).isEqualTo(target);
    }

    @Test
    void a_line_is_never_longer_than_it_may_be_and_no_character_is_cut_in_two() {
        assertThat(Activity.line(" a\n\n\tb ")).isEqualTo("a b");
        assertThat(Activity.line("x".repeat(200))).hasSize(200).doesNotEndWith("…");
        assertThat(Activity.line("x".repeat(201))).hasSize(200).endsWith("x…");
        assertThat(Activity.line("x".repeat(198) + "🤹🤹")).isEqualTo("x".repeat(198) + "…");
    }
}
