package dev.ringmaster.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

/**
 * Takes all measurements and writes docs/benchmarks.md. What can fail is a measurement, not a figure: times depend on the
 * machine, so none is asserted.
 */
class ServerBench {

    private static final Path DOCUMENT = Path.of("docs", "benchmarks.md");

    private static final List<Measurement> MEASUREMENTS = List.of(new StartTime(), new StreamLatency(false),
            new StreamLatency(true), new IterationOverhead(false),
            new IterationOverhead(true), new LongRun(), new Recovery(Recovery.By.NEIGHBOUR),
            new Recovery(Recovery.By.LEASE), new Recovery(Recovery.By.RESTART),
            new Ingest(false),
            new Ingest(true), new Memory(), new ManyAgents(), new MetricsYear());

    @Test
    void every_measurement_gives_its_figures() throws Exception {
        var scale = Boolean.getBoolean("bench.quick") ? Scale.QUICK : Scale.FULL;
        var failed = run(scale, Set.of(System.getProperty("bench.only", "").split(",")));
        assertThat(failed).as("measurements that could not be taken").isEmpty();
    }

    /** Without a test framework around it: {@code [--quick] [measurement...]}. */
    public static void main(String... args) throws Exception {
        var words = Set.of(args);
        var chosen = words.stream().filter(word -> !word.startsWith("--")).collect(Collectors.toSet());
        run(words.contains("--quick") ? Scale.QUICK : Scale.FULL, chosen.isEmpty() ? Set.of("") : chosen);
    }

    /** @return the names of the measurements that failed */
    private static List<String> run(Scale scale, Set<String> chosen) throws IOException, InterruptedException {
        var all = chosen.contains("");
        var report = new Report(scale, Machine.look(), LocalDate.now().toString());
        System.out.println("\n" + report.header() + "\n");
        var failed = new ArrayList<String>();
        for (var measurement : MEASUREMENTS) {
            if ((all || chosen.contains(measurement.name())) && !take(measurement, scale, report)) {
                failed.add(measurement.name());
            }
        }
        System.out.println("\n" + report.summary());
        if (failed.isEmpty()) {
            document(scale);
        }
        return failed;
    }

    /** Writes the document when every measurement has been taken, in this run or before. */
    private static void document(Scale scale) throws IOException, InterruptedException {
        var kept = new Kept(scale);
        var report = new Report(scale, Machine.look(), LocalDate.now().toString());
        for (var measurement : MEASUREMENTS) {
            var piece = kept.of(measurement);
            if (piece.isEmpty()) {
                System.out.println("Not written to " + DOCUMENT + ": " + measurement.name() + " has not been taken yet.");
                return;
            }
            report.add(piece.get());
        }
        Files.writeString(DOCUMENT, report.markdown());
        System.out.println("Written to " + DOCUMENT);
    }

    private static boolean take(Measurement measurement, Scale scale, Report report) {
        var load = Machine.load();
        long from = System.nanoTime();
        System.out.println(measurement.name() + " (load " + load + ")");
        try (var lab = new Lab(scale)) {
            var figures = measurement.take(lab);
            figures.forEach(figure -> System.out.println(Report.line(figure)));
            var entry = new Report.Entry(measurement, figures, load, (System.nanoTime() - from) / 1e9);
            report.add(entry);
            new Kept(scale).keep(entry);
            return true;
        } catch (Exception e) {
            System.out.println("  could not be taken: " + e);
            e.printStackTrace(System.out);
            return false;
        }
    }
}
