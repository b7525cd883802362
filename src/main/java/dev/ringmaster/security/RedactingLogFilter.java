package dev.ringmaster.security;

import java.util.logging.Filter;
import java.util.logging.LogRecord;

import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

import io.quarkus.logging.LoggingFilter;

/**
 * Takes secrets out of what is logged: messages of exceptions may repeat what a program has printed. Named in
 * {@code application.yaml}, for every handler.
 */
@LoggingFilter(name = "redact")
public final class RedactingLogFilter implements Filter {

    private static final int MOST_CAUSES = 20;

    private static volatile @Nullable Redactor redactor;

    /** From now on; before, nothing is known that could be taken out. */
    public static void use(Redactor redactor) {
        RedactingLogFilter.redactor = redactor;
    }

    @Override
    public boolean isLoggable(LogRecord entry) {
        var known = redactor;
        if (known != null && entry instanceof ExtLogRecord extended) {
            var message = extended.getFormattedMessage();
            var clean = message == null ? null : known.redact(message);
            if (clean != null && !clean.equals(message)) {
                extended.setMessage(clean, ExtLogRecord.FormatStyle.NO_FORMAT);
                extended.setParameters(null);
            }
            extended.setThrown(redacted(extended.getThrown(), known, 0));
        }
        return true;
    }

    /** The very same when there is nothing in its messages. */
    private static @Nullable Throwable redacted(@Nullable Throwable thrown, Redactor known, int depth) {
        if (thrown == null || depth > MOST_CAUSES) {
            return null;
        }
        var text = thrown.toString();
        var clean = known.redact(text);
        var cause = thrown.getCause() == thrown ? null : redacted(thrown.getCause(), known, depth + 1);
        return clean.equals(text) && cause == thrown.getCause() ? thrown : new Redacted(clean, cause, thrown.getStackTrace());
    }

    /** Stands for an exception whose messages held a secret. */
    private static final class Redacted extends Exception {

        private static final long serialVersionUID = 1L;

        Redacted(String text, @Nullable Throwable cause, StackTraceElement[] trace) {
            super(text, cause, false, true);
            setStackTrace(trace);
        }

        @Override
        public String toString() {
            return String.valueOf(getMessage());
        }
    }
}
