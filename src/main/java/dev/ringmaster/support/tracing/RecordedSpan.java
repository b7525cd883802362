package dev.ringmaster.support.tracing;

import org.jspecify.annotations.Nullable;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/** A span of OpenTelemetry. */
final class RecordedSpan implements TraceSpan {

    private final Span span;

    RecordedSpan(Span span) {
        this.span = span;
    }

    @Override
    public String context() {
        return TraceParent.of(span.getSpanContext());
    }

    @Override
    public TraceSpan with(String attribute, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            span.setAttribute(attribute, value);
        }
        return this;
    }

    @Override
    public TraceSpan with(String attribute, long value) {
        span.setAttribute(attribute, value);
        return this;
    }

    @Override
    public TraceSpan with(String attribute, double value) {
        span.setAttribute(attribute, value);
        return this;
    }

    @Override
    public void end() {
        span.end();
    }

    @Override
    public void fail(String type) {
        span.setAttribute("error.type", type);
        span.setStatus(StatusCode.ERROR);
        span.end();
    }
}
