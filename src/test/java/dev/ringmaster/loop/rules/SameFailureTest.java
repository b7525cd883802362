package dev.ringmaster.loop.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SameFailureTest {

    private static final SameFailure FIRST = new SameFailure("TESTING", "abc", "3 of 10 failed in 1.23 s",
            "run 0123abcdef at 12:00:01\n\nAssertionError");

    @Test
    void numbers_and_ids_make_no_difference() {
        assertThat(new SameFailure("TESTING", "abc", "3 of 10 failed in 4.56 s", "run fedcba3210 at 13:10:22\nAssertionError")
                .again(FIRST)).isTrue();
    }

    @Test
    void another_commit_state_or_word_does() {
        assertThat(new SameFailure("TESTING", "def", FIRST.message(), FIRST.context()).again(FIRST)).isFalse();
        assertThat(new SameFailure("BUILDING", "abc", FIRST.message(), FIRST.context()).again(FIRST)).isFalse();
        assertThat(new SameFailure("TESTING", "abc", FIRST.message(), "TypeError").again(FIRST)).isFalse();
        assertThat(new SameFailure("TESTING", null, FIRST.message(), FIRST.context())
                .again(new SameFailure("TESTING", null, FIRST.message(), FIRST.context()))).isFalse();
    }
}
