package dev.ringmaster.support.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseAddressTest {

    @Test
    void without_a_url_none_is_configured() {
        assertThat(configured(Map.of(DatabaseAddress.USERNAME, "me", DatabaseAddress.JDBC_URL, " "))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
            "postgresql://db:5432/rm,                 jdbc:postgresql://db:5432/rm",
            "postgres://db/rm?sslmode=require,        jdbc:postgresql://db/rm?sslmode=require",
            "vertx-reactive:postgresql://db/rm,       jdbc:postgresql://db/rm",
            "'postgresql://a/rm, postgresql://b/rm',  jdbc:postgresql://a/rm",
            "postgresql://me:secret@db/rm,            jdbc:postgresql://db/rm",
    })
    void the_jdbc_url_follows_from_the_reactive_one(String reactive, String jdbc) {
        var address = configured(Map.of(DatabaseAddress.REACTIVE_URL, reactive)).orElseThrow();

        assertThat(address.jdbcUrl()).isEqualTo(jdbc);
        assertThat(address.reactiveUrl()).isEqualTo(reactive);
    }

    @Test
    void the_reactive_url_follows_from_the_jdbc_one() {
        var address = configured(Map.of(DatabaseAddress.JDBC_URL, "jdbc:postgresql://db/rm")).orElseThrow();

        assertThat(address.settings()).isEqualTo(Map.of(
                DatabaseAddress.JDBC_URL, "jdbc:postgresql://db/rm",
                DatabaseAddress.REACTIVE_URL, "postgresql://db/rm"));
    }

    @Test
    void what_is_given_is_kept() {
        var given = Map.of(DatabaseAddress.JDBC_URL, "jdbc:postgresql://one/rm", DatabaseAddress.REACTIVE_URL,
                "postgresql://two/rm", DatabaseAddress.USERNAME, "me", DatabaseAddress.PASSWORD, "secret");

        assertThat(configured(given).orElseThrow().settings()).isEqualTo(given);
    }

    @Test
    void another_database_is_refused_without_its_password() {
        assertThatThrownBy(() -> configured(Map.of(DatabaseAddress.REACTIVE_URL, "mysql://me:secret@db/rm")))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining("has to start with postgresql://")
                .hasMessageNotContaining("secret");
    }

    private static Optional<DatabaseAddress> configured(Map<String, String> settings) {
        return DatabaseAddress.configured(key -> Optional.ofNullable(settings.get(key)));
    }
}
