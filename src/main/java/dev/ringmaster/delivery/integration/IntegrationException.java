package dev.ringmaster.delivery.integration;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** Another system did not do what it was asked. The message says which, what, and what to do; it holds no credential. */
public final class IntegrationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What can be done about it. */
    public enum Kind {
        /** The credential was refused: a person has to correct it. */
        UNAUTHORIZED,
        /** What was asked for is not there, or not for this credential. */
        NOT_FOUND,
        /** Asked too often: not before {@link #retryAt()}. */
        LIMITED,
        /** Out of order or out of reach: it may work later. */
        UNAVAILABLE,
        /** Understood and refused: asking again changes nothing. */
        REFUSED
    }

    private final Kind kind;
    private final int status;
    private final @Nullable Instant retryAt;

    /** @param status of HTTP; 0 if there was no answer */
    public IntegrationException(Kind kind, int status, String message, @Nullable Instant retryAt) {
        super(message);
        this.kind = kind;
        this.status = status;
        this.retryAt = retryAt;
    }

    public static IntegrationException unavailable(String message) {
        return new IntegrationException(Kind.UNAVAILABLE, 0, message, null);
    }

    public static IntegrationException refused(String message) {
        return new IntegrationException(Kind.REFUSED, 0, message, null);
    }

    public Kind kind() {
        return kind;
    }

    public int status() {
        return status;
    }

    /** When to ask again; null when that is not known. */
    public @Nullable Instant retryAt() {
        return retryAt;
    }
}
