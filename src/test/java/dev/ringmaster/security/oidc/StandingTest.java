package dev.ringmaster.security.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringmaster.security.caller.Role;

class StandingTest {

    @ParameterizedTest
    @CsvSource({ "ADMIN, 10, VIEWER, 20, VIEWER, VIEWER", "VIEWER, 10, ADMIN, 20, ADMIN, ADMIN",
            "VIEWER, 20, ADMIN, 10, VIEWER, VIEWER", "ADMIN, 20, VIEWER, 10, ADMIN, VIEWER", "ADMIN, 10, , 20, , ",
            ", 20, ADMIN, 10, , ", "ADMIN, 10, VIEWER, 10, VIEWER, VIEWER", "VIEWER, 10, ADMIN, 10, VIEWER, VIEWER" })
    void the_newest_token_says_what_stands_and_none_gives_more(Role known, long knownAt, Role seen, long seenAt, Role stands,
            Role given) {
        var token = new Standing(seen, Instant.ofEpochSecond(seenAt));

        var now = new Standing(known, Instant.ofEpochSecond(knownAt)).after(token);

        assertThat(now.role()).isEqualTo(stands);
        assertThat(token.within(now)).isEqualTo(given);
    }

    @ParameterizedTest
    @CsvSource({ "ADMIN, VIEWER, true", "ADMIN, ADMIN, false", "VIEWER, ADMIN, false", "VIEWER, , true", ", VIEWER, false",
            ", , false" })
    void sockets_are_looked_at_when_it_has_become_less(Role before, Role now, boolean less) {
        assertThat(new Standing(now, Instant.EPOCH).isLessThan(new Standing(before, Instant.EPOCH))).isEqualTo(less);
    }
}
