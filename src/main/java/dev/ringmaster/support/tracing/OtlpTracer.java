package dev.ringmaster.support.tracing;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;

/**
 * OpenTelemetry's SDK, which sends spans over OTLP/HTTP in batches from a thread of its own. Apart from the endpoint it is
 * configured by its own {@code OTEL_*} variables. Only loaded where traces are wanted.
 */
final class OtlpTracer implements AutoCloseable {

    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private final ChosenIds ids = new ChosenIds();
    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;

    OtlpTracer(String endpoint) {
        this.sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> Map.of("otel.service.name", "ringmaster"))
                .addPropertiesCustomizer(ignored -> Map.of("otel.exporter.otlp.endpoint", endpoint,
                        "otel.exporter.otlp.protocol", "http/protobuf", "otel.traces.exporter", "otlp",
                        "otel.metrics.exporter", "none", "otel.logs.exporter", "none"))
                .addTracerProviderCustomizer((provider, ignored) -> provider.setIdGenerator(ids))
                .disableShutdownHook().build().getOpenTelemetrySdk();
        this.tracer = sdk.getTracer("dev.ringmaster");
    }

    TraceSpan begin(String name, @Nullable String parent) {
        return new RecordedSpan(builder(name, parent).startSpan());
    }

    TraceSpan begin(String name, @Nullable String parent, String identity, Instant since) {
        var builder = builder(name, parent).setStartTimestamp(since);
        var trace = Span.fromContext(TraceParent.parse(parent)).getSpanContext();
        return new RecordedSpan(trace.isValid() ? ids.choosing(trace.getTraceId(), identity, builder::startSpan)
                : builder.startSpan());
    }

    /** Null where there is no trace to go on with. */
    @Nullable
    String contextOf(@Nullable String parent, String identity) {
        var above = Span.fromContext(TraceParent.parse(parent)).getSpanContext();
        return above.isValid() ? TraceParent.of(SpanContext.create(above.getTraceId(),
                ChosenIds.id(above.getTraceId(), identity), above.getTraceFlags(), TraceState.getDefault())) : null;
    }

    private SpanBuilder builder(String name, @Nullable String parent) {
        return tracer.spanBuilder(name).setParent(TraceParent.parse(parent));
    }

    @Override
    public void close() {
        sdk.getSdkTracerProvider().shutdown().join(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    }
}
