package dev.ringmaster.support.postgres;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;

/** The embedded Postgres cannot be had; the message says why and what to do about it. */
public final class PostgresException extends RingmasterException {

    private static final long serialVersionUID = 1L;

    PostgresException(String message) {
        this(message, null);
    }

    PostgresException(String message, @Nullable Throwable cause) {
        super(ErrorCode.INTERNAL, message);
        if (cause != null) {
            initCause(cause);
        }
    }
}
