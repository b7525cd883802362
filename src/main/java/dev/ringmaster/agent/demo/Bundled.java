package dev.ringmaster.agent.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads what is packed into the program below {@code /demo}. */
final class Bundled {

    private Bundled() {
    }

    static String text(String name) {
        try (InputStream stream = Bundled.class.getResourceAsStream("/demo/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("This build of Ringmaster lacks its resource demo/" + name
                        + ". Build it again with: ./mvnw package");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
