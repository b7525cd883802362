package dev.ringmaster.runner;

import org.jspecify.annotations.Nullable;

/** A process could not be started. The message says what to do. */
public class RunnerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RunnerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
