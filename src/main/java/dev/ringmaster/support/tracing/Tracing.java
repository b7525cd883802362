package dev.ringmaster.support.tracing;

import java.time.Instant;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.quarkus.runtime.StartupEvent;

/** Begins the spans of traces. Without an endpoint it costs a comparison, and nothing of OpenTelemetry is even loaded. */
@Singleton
public class Tracing {

    private static final Logger LOG = Logger.getLogger(Tracing.class);

    private final @Nullable OtlpTracer tracer;

    Tracing(TracingConfig config) {
        // No method reference: making one would load the class.
        this.tracer = config.endpoint().isPresent() ? new OtlpTracer(config.endpoint().get()) : null;
    }

    /** What is misconfigured is said at the start, not with the first card. */
    void start(@Observes StartupEvent started) {
        if (isOn()) {
            LOG.info("traces.on");
        }
    }

    public boolean isOn() {
        return tracer != null;
    }

    /**
     * A step that begins now.
     *
     * @param name of few values
     * @param parent the {@link TraceSpan#context} it follows from; null for the beginning of a trace
     */
    public TraceSpan begin(String name, @Nullable String parent) {
        return tracer == null ? TraceSpan.Off.INSTANCE : tracer.begin(name, parent);
    }

    /**
     * A step that may be done more than once, for instance by another server after a crash: each time it is the same span, so
     * only who brings it to its end should end it.
     *
     * @param identity of the step, unique in the trace
     * @param since when it was due, or began
     */
    public TraceSpan begin(String name, @Nullable String parent, String identity, Instant since) {
        return tracer == null ? TraceSpan.Off.INSTANCE : tracer.begin(name, parent, identity, since);
    }

    /** The {@link TraceSpan#context} of a step of that identity, whoever does it. */
    public @Nullable String contextOf(@Nullable String parent, String identity) {
        return tracer == null ? null : tracer.contextOf(parent, identity);
    }

    /** Sends what has not been sent. */
    @PreDestroy
    void close() {
        if (tracer != null) {
            tracer.close();
        }
    }
}
