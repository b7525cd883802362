package dev.ringmaster.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The figures of one bench run, for the terminal and for the documentation. */
final class Report {

    /** @param load the machine's load average when the measurement began */
    record Entry(Measurement measurement, List<Figure> figures, String load, double seconds) {
    }

    private final Scale scale;
    private final Machine machine;
    private final String date;
    private final List<Entry> entries = new ArrayList<>();

    Report(Scale scale, Machine machine, String date) {
        this.scale = scale;
        this.machine = machine;
        this.date = date;
    }

    void add(Entry entry) {
        entries.add(entry);
    }

    private Stream<Figure> figures() {
        return entries.stream().flatMap(entry -> entry.figures().stream());
    }

    String summary() {
        long held = figures().filter(figure -> figure.target() != null && !figure.missed()).count();
        long missed = figures().filter(Figure::missed).count();
        return held + " targets held, " + missed + " missed"
                + (missed == 0 ? "."
                        : ": " + String.join("; ", figures().filter(Figure::missed).map(Figure::name).toList()) + ".");
    }

    static String line(Figure figure) {
        return "  %-52s %14s  %-14s %s".formatted(figure.name(), figure.shown(), figure.shownTarget(), figure.judgement())
                .stripTrailing();
    }

    String header() {
        return "Ringmaster's benchmarks, " + date + (scale == Scale.QUICK ? ", quick: fewer and shorter rounds" : "") + "\n"
                + machine.describe();
    }

    String markdown() {
        var text = new StringBuilder(
                """
                        # Benchmarks

                        What the built server achieves, measured from outside: the server as a process of its own, its real Postgres, real
                        agent processes, real git. `./ringmaster bench` measures it anew on your machine and writes this file;
                        `./ringmaster bench --quick` takes at most three minutes. Named measurements can be taken one by one. No test asserts a time: these are figures to look at.

                        """);
        text.append("Taken ").append(date).append(" on ").append(machine.describe()).append(".");
        if (scale == Scale.QUICK) {
            text.append(" **A quick look: fewer and shorter rounds.**");
        }
        text.append(" The load is the load average of the minute before: what else the machine had to do.\n\n")
                .append("| figure | measured | target | | load |\n| --- | ---: | ---: | --- | ---: |\n");
        for (var entry : entries) {
            for (var figure : entry.figures()) {
                text.append("| ").append(figure.name()).append(" | ").append(figure.shown()).append(" | ")
                        .append(figure.shownTarget()).append(" | ").append(figure.missed() ? "**MISSED**" : figure.judgement())
                        .append(" | ").append(entry.load()).append(" |\n");
            }
        }
        text.append('\n').append(summary()).append("\n\n## How each was taken\n\n");
        for (var entry : entries) {
            text.append("- **").append(entry.measurement().name()).append("** (")
                    .append(Math.round(entry.seconds())).append(" s): ").append(entry.measurement().how(scale)).append('\n');
        }
        return text.toString();
    }
}
