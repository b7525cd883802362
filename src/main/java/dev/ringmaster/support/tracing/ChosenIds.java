package dev.ringmaster.support.tracing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.opentelemetry.sdk.trace.IdGenerator;

/**
 * Gives a step that is done at least once the same span id each time, so that what followed from the first attempt hangs
 * below the span that the last one tells, whichever server it was.
 */
final class ChosenIds implements IdGenerator {

    private static final int SPAN_ID_BYTES = 8;

    private final ThreadLocal<@Nullable String> next = new ThreadLocal<>();
    private final IdGenerator random = IdGenerator.random();

    /** @param identity of the step within its trace */
    <T> T choosing(String traceId, String identity, Supplier<T> start) {
        next.set(id(traceId, identity));
        try {
            return start.get();
        } finally {
            next.remove();
        }
    }

    static String id(String traceId, String identity) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest((traceId + identity).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, SPAN_ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String generateSpanId() {
        var chosen = next.get();
        return chosen == null ? random.generateSpanId() : chosen;
    }

    @Override
    public String generateTraceId() {
        return random.generateTraceId();
    }
}
