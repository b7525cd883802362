package dev.ringmaster.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads small files where an agent can write: what is a link, a device or a pipe instead, or has no end, counts as not there.
 * A link could lead to what the agent itself may not read.
 */
final class PlainFile {

    private static final int LIMIT = 64 * 1024;

    private PlainFile() {
    }

    static boolean is(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    static Optional<String> read(Path file) {
        if (!is(file)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            var bytes = in.readNBytes(LIMIT + 1);
            return bytes.length > LIMIT ? Optional.empty() : Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
