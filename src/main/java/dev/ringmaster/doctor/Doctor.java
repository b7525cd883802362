package dev.ringmaster.doctor;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Prints the findings of all examinations. */
public final class Doctor {

    private final List<Examination> examinations;

    public Doctor(List<Examination> examinations) {
        this.examinations = List.copyOf(examinations);
    }

    /** Returns the exit code: 1 when something is broken, else 0. */
    public int run(PrintStream out) {
        boolean broken = false;
        for (Examination examination : examinations) {
            out.println(examination.title());
            for (Finding finding : examination.examine()) {
                print(finding, out);
                broken |= finding.severity() == Finding.Severity.BROKEN;
            }
            out.println();
        }
        out.println(broken ? "Something is broken: see above for what to do." : "Ringmaster can work here.");
        return broken ? 1 : 0;
    }

    private static void print(Finding finding, PrintStream out) {
        String mark = switch (finding.severity()) {
            case GOOD -> "ok     ";
            case LIMITED -> "limited";
            case BROKEN -> "broken ";
        };
        out.printf(Locale.ROOT, "  %s  %-12s %s%n", mark, finding.subject(), finding.found());
        if (!finding.repair().isEmpty()) {
            out.printf(Locale.ROOT, "           %-12s -> %s%n", "", finding.repair());
        }
    }
}
