package dev.ringmaster.doctor;

import org.eclipse.microprofile.graphql.NonNull;

/**
 * One thing the doctor looked at.
 *
 * @param subject what was looked at, such as {@code git}
 * @param found what was seen, such as a version
 * @param repair what to do about it, as a command where there is one; empty when nothing is to be done
 */
public record Finding(@NonNull Severity severity, @NonNull String subject, @NonNull String found, @NonNull String repair) {

    /** How bad it is. */
    public enum Severity {
        GOOD,
        /** Ringmaster runs, and something of it does not. */
        LIMITED,
        /** Ringmaster does not run, or no card does without more being said. */
        BROKEN
    }

    public Finding {
        if (subject.isBlank() || found.isBlank()) {
            throw new IllegalArgumentException("a finding needs a subject and what was found");
        }
        if (severity != Severity.GOOD && repair.isBlank()) {
            throw new IllegalArgumentException("a bad finding about " + subject + " needs a repair");
        }
    }

    public static Finding good(String subject, String found) {
        return new Finding(Severity.GOOD, subject, found, "");
    }

    public static Finding limited(String subject, String found, String repair) {
        return new Finding(Severity.LIMITED, subject, found, repair);
    }

    public static Finding broken(String subject, String found, String repair) {
        return new Finding(Severity.BROKEN, subject, found, repair);
    }
}
