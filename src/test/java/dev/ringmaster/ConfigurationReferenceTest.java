package dev.ringmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {

    private static final Path DOCUMENT = Path.of("docs", "configuration.md");

    @Test
    void the_document_has_every_key() throws Exception {
        var expected = """
                # Configuration

                Every key of Ringmaster's own. They are read from, the strongest first: system properties
                (`RINGMASTER_JAVA_OPTS=-Dringmaster.home=…`), environment variables (`RINGMASTER_LOOP_MAX_RUNS` for
                `ringmaster.loop.max-runs`), `application.yaml` in `ringmaster.home`, and `config/application.yaml` in the current
                directory. A file named by `QUARKUS_CONFIG_LOCATIONS` ranks with the variable that names it.

                Quarkus' own keys work too, such as `quarkus.http.host`, `quarkus.http.port`, `quarkus.datasource.reactive.url`,
                `quarkus.datasource.username`, `quarkus.datasource.password` and `quarkus.log.level`.

                The server's JVM has a heap of 384 MB. `RINGMASTER_JAVA_OPTS=-Xmx512m` gives it more; it needs that when its log says
                that it ended for want of memory.

                A duration is written `30s`, `5m`, `2h` or `7d`; a size `256K`, `1M` or `20G`. A key whose default is – has none.

                This page is written from the `@ConfigMapping` interfaces by
                `./mvnw test -Dtest=ConfigurationReferenceTest -Dupdate.docs=true`; a test fails when it is out of date.

                %s"""
                .formatted(ConfigurationReference.groups().stream().map(ConfigurationReferenceTest::section)
                        .collect(Collectors.joining("\n")));
        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(DOCUMENT, expected);
        }

        assertThat(Files.readString(DOCUMENT)).as("run this test with -Dupdate.docs=true").isEqualTo(expected);
    }

    @Test
    void keys_are_read_with_all_that_belongs_to_them() throws Exception {
        List<ConfigurationReference.Key> keys = ConfigurationReference.groups().stream()
                .flatMap(group -> group.keys().stream()).toList();

        assertThat(keys).contains(new ConfigurationReference.Key("ringmaster.subscriptions.<name>.max-concurrent", "number",
                "3", "How many of its agents may run at a time."));
        assertThat(keys).allSatisfy(key -> assertThat(key.meaning()).isNotBlank().doesNotContain("{@", "*"));
    }

    private static String section(ConfigurationReference.Group group) {
        return """
                ## %s

                %s

                | key | type | default | meaning |
                | --- | --- | --- | --- |
                %s
                """.formatted(group.prefix(), group.meaning(),
                group.keys().stream().map(ConfigurationReferenceTest::row).collect(Collectors.joining("\n")));
    }

    private static String row(ConfigurationReference.Key key) {
        var standard = key.standard().isEmpty() ? "–" : "`" + key.standard() + "`";
        return "| `" + key.name() + "` | " + key.type() + " | " + standard + " | " + key.meaning().replace("|", "\\|") + " |";
    }
}
