package dev.ringmaster.support.tracing;

import org.jspecify.annotations.Nullable;

/**
 * One step of a trace. It is told to the collector when it ends; one that never ends is never told. Attributes hold no
 * prompts, no words of agents or people, and no secrets.
 */
public sealed interface TraceSpan permits RecordedSpan, TraceSpan.Off {

    /** What {@link Tracing} gives when nothing is traced. */
    final class Off implements TraceSpan {

        static final Off INSTANCE = new Off();

        private Off() {
        }

        @Override
        public @Nullable String context() {
            return null;
        }

        @Override
        public TraceSpan with(String attribute, @Nullable String value) {
            return this;
        }

        @Override
        public TraceSpan with(String attribute, long value) {
            return this;
        }

        @Override
        public TraceSpan with(String attribute, double value) {
            return this;
        }

        @Override
        public void end() {
            // nobody wants to know
        }

        @Override
        public void fail(String type) {
            // nobody wants to know
        }
    }

    /**
     * What a row has to carry so that whoever works on it next, here or on another server, goes on with this trace: a W3C
     * {@code traceparent}. Null when nothing is traced.
     */
    @Nullable
    String context();

    /** @param value null for none */
    TraceSpan with(String attribute, @Nullable String value);

    TraceSpan with(String attribute, long value);

    TraceSpan with(String attribute, double value);

    /** It ends now. */
    void end();

    /** It ends now, badly. @param type one of few words: the convention's {@code error.type} */
    void fail(String type);
}
