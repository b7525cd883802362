package dev.ringmaster.delivery.review;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PullRequestTextTest {

    private static final String BEGIN = "<!-- ringmaster: begin. What stands here is written anew; write outside of it. -->";
    private static final String END = "<!-- ringmaster: end -->";

    @Test
    void what_people_have_written_around_it_stays() {
        var old = "Before\r\n" + BEGIN + "\r\nold\r\n" + END + "\r\nAfter";

        assertThat(PullRequestText.over(old, BEGIN + "\nnew\n" + END))
                .isEqualTo("Before\n" + BEGIN + "\nnew\n" + END + "\nAfter");
        assertThat(PullRequestText.over("Mine", "new")).isEqualTo("new\n\nMine");
        assertThat(PullRequestText.over(null, "new")).isEqualTo("new");
    }
}
