package dev.ringmaster.security.caller;

import java.util.Locale;

/** What somebody may do. Each role may all that the ones before it may. */
public enum Role {
    /** Reads everything but tokens and the audit log. */
    VIEWER,
    /** Works: cards, runs, reviews, and the settings of projects that run nothing on the server. */
    OPERATOR,
    /** Everything. */
    ADMIN;

    /** Whether this role may what the other may. */
    public boolean covers(Role other) {
        return compareTo(other) >= 0;
    }

    /** The name under which Quarkus knows it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
