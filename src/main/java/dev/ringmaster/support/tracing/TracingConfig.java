package dev.ringmaster.support.tracing;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Where traces go. */
@ConfigMapping(prefix = "ringmaster.traces")
public interface TracingConfig {

    /**
     * The address of a collector that takes OTLP over HTTP, such as {@code http://127.0.0.1:4318}; nothing is traced without.
     * {@code OTEL_EXPORTER_OTLP_ENDPOINT} does as well, and the other variables of OpenTelemetry hold for the rest.
     */
    Optional<String> endpoint();
}
