package dev.ringmaster.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.ringmaster.chart.ChartValues.Value;

/** What is written from the values is as they say. */
class ChartReferenceTest {

    private static final Path SCHEMA = Chart.DIRECTORY.resolve("values.schema.json");
    private static final Path MANUAL = Path.of("helm", "README.md");
    private static final Path RENDERED = Path.of("helm", "rendered", "ringmaster.yaml");
    private static final Path RENDERED_VALUES = Path.of("helm", "rendered", "values.yaml");
    private static final String TABLE_START = "<!-- values -->\n";
    private static final String TABLE_END = "<!-- end of values -->\n";

    @Test
    void every_leaf_is_described() throws IOException {
        assertThat(values()).allSatisfy(value -> assertThat(value.meaning()).endsWith("."));
        assertThat(values()).extracting(Value::name).contains("replicaCount", "image.tag", "networkPolicy.database.port",
                "monitoring.dashboard.labels").doesNotHaveDuplicates();
    }

    @Test
    void the_schema_is_current() throws IOException {
        current(SCHEMA, ChartReference.schema(values()));
    }

    @Test
    void the_table_of_the_manual_is_current() throws IOException {
        String manual = Files.readString(MANUAL);
        int start = manual.indexOf(TABLE_START) + TABLE_START.length();
        int end = manual.indexOf(TABLE_END);
        assertThat(end).isGreaterThanOrEqualTo(start);

        current(MANUAL, manual.substring(0, start) + ChartReference.table(values()) + manual.substring(end));
    }

    @Test
    void the_rendered_manifests_are_current() throws IOException {
        current(RENDERED, """
                # Ringmaster for kubectl alone, written from the chart with values.yaml beside this file: see ../README.md.
                """ + Chart.render("ringmaster", "ringmaster", Files.readString(RENDERED_VALUES)));
    }

    private static List<Value> values() throws IOException {
        return ChartValues.read(Files.readString(Chart.DIRECTORY.resolve("values.yaml")));
    }

    private static void current(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("update.docs")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file)).as("run this test with -Dupdate.docs=true").isEqualTo(expected);
    }
}
