package dev.ringmaster.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCountTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            57                      | 57
            4.6k                    | 4600
            12K                     | 12000
            1,234                   | 1234
            1.25M                   | 1250000
            99999999999999999999    | 1000000000000
            999999999999999999999k  | 0
            -5                      | 0
            many                    | 0
            ''                      | 0
            """)
    void a_count_is_read_as_people_print_it(String text, long expected) {
        assertThat(TokenCount.of(text)).isEqualTo(expected);
    }
}
