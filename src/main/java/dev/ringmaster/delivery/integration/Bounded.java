package dev.ringmaster.delivery.integration;

import java.io.ByteArrayOutputStream;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;

/** Collects a body that somebody else sends, up to a bound. */
final class Bounded {

    private Bounded() {
    }

    static Uni<byte[]> collect(Multi<Buffer> body, int atMost) {
        return body.collect().in(ByteArrayOutputStream::new, (bytes, buffer) -> {
            if (bytes.size() + buffer.length() > atMost) {
                throw IntegrationException.unavailable("The answer is longer than " + (atMost >> 20) + " MiB.");
            }
            bytes.writeBytes(buffer.getBytes());
        }).map(ByteArrayOutputStream::toByteArray);
    }
}
