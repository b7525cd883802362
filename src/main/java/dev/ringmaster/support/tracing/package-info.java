/** Traces of what Ringmaster does, over OpenTelemetry, for who has configured where they go. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.support.tracing;
