package dev.ringmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.support.postgres.DatabaseAddress;

class StartSettingsTest {

    private final Path home;
    private final Map<String, String> properties = new HashMap<>();

    StartSettingsTest(@TempDir Path home) {
        this.home = home;
        properties.put("ringmaster.home", home.toString());
    }

    @Test
    void without_a_word_about_a_database_it_is_the_embedded_one() {
        assertThat(read()).isEqualTo(new StartSettings(home, Optional.empty(), 8080, Map.of()));
    }

    @Test
    void a_database_is_taken_from_system_properties() {
        properties.put(DatabaseAddress.REACTIVE_URL, "postgresql://db/one");

        assertThat(read().database()).map(DatabaseAddress::jdbcUrl).contains("jdbc:postgresql://db/one");
    }

    @Test
    void a_file_in_the_home_is_read_and_quarkus_is_told_of_it() throws IOException {
        Path file = write(home.resolve("application.yaml"), "postgresql://db/from-home");

        StartSettings settings = read();

        assertThat(settings.database()).map(DatabaseAddress::reactiveUrl).contains("postgresql://db/from-home");
        assertThat(settings.properties()).containsOnly(Map.entry(HomeFile.PROPERTY, file.toString()));
    }

    @Test
    void a_file_that_was_named_wins_over_the_one_in_the_home() throws IOException {
        write(home.resolve("application.yaml"), "postgresql://db/from-home");
        Path named = write(home.resolve("named.yaml"), "postgresql://db/named");
        properties.put("quarkus.config.locations", named.toString());

        StartSettings settings = read();

        assertThat(settings.database()).map(DatabaseAddress::reactiveUrl).contains("postgresql://db/named");
    }

    @Test
    void a_property_wins_over_the_file_in_the_home() throws IOException {
        write(home.resolve("application.yaml"), "postgresql://db/from-home");
        properties.put(DatabaseAddress.REACTIVE_URL, "postgresql://db/from-property");

        assertThat(read().database()).map(DatabaseAddress::reactiveUrl).contains("postgresql://db/from-property");
    }

    @Test
    void the_port_to_listen_on_is_8080_or_what_the_file_in_the_home_says() throws IOException {
        assertThat(read().httpPort()).isEqualTo(8080);

        Files.writeString(home.resolve("application.yaml"), "quarkus:\n  http:\n    port: 8099\n");

        assertThat(read().httpPort()).isEqualTo(8099);
    }

    @Test
    void properties_are_as_before_afterwards() {
        System.setProperty("ringmaster.test.kept", "before");
        try {
            String during = StartSettings.with(Map.of("ringmaster.test.kept", "during", "ringmaster.test.new", "x"),
                    () -> System.getProperty("ringmaster.test.kept") + System.getProperty("ringmaster.test.new"));

            assertThat(during).isEqualTo("duringx");
            assertThat(System.getProperty("ringmaster.test.kept")).isEqualTo("before");
            assertThat(System.getProperty("ringmaster.test.new")).isNull();
        } finally {
            System.clearProperty("ringmaster.test.kept");
        }
    }

    private StartSettings read() {
        return StartSettings.with(properties, StartSettings::read);
    }

    private static Path write(Path file, String reactiveUrl) throws IOException {
        return Files.writeString(file, "quarkus: { datasource: { reactive: { url: \"" + reactiveUrl + "\" } } }\n");
    }
}
