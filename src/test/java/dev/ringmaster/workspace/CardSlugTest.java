package dev.ringmaster.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardSlugTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "Rate-limit the login endpoint | 7-rate-limit-the-login-endpoint",
            "-h | 7-h",
            "../../etc/passwd | 7-etc-passwd",
            "Größe ändern: É | 7-gro-e-andern-e",
            "日本語 | 7",
            "a.lock | 7-a-lock",
            "refs@{upstream}~^:? | 7-refs-upstream",
            "A very long title that goes on and on and on and on | 7-a-very-long-title-that-goes-on-and-on-an" })
    void keepsOnlyHarmlessCharacters(String title, String expected) {
        assertThat(CardSlug.of(7, title).value()).isEqualTo(expected);
        assertThat(CardSlug.of(7, title).branch(GitFixture.PROJECT)).isEqualTo("ringmaster/a1b2c3/" + expected);
    }
}
