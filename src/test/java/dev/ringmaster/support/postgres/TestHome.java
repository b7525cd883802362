package dev.ringmaster.support.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An empty home for one test. All of them share one unpacked Postgres, which is most of what a first start costs. */
public final class TestHome implements AutoCloseable {

    private static final Path SHARED = Path.of("target", "postgres").toAbsolutePath();

    private final Path path;

    public TestHome() {
        this("");
    }

    /** The home lies in a sub-directory of {@link #path()}. */
    public TestHome(String sub) {
        try {
            path = Files.createTempDirectory("ringmaster-home").toRealPath();
            Path binaries = unpackOnce();
            PostgresLayout layout = PostgresLayout.in(path.resolve(sub));
            Files.createSymbolicLink(layout.root().resolve(binaries.getFileName()), binaries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path path() {
        return path;
    }

    /** Stop the home's Postgres first. */
    @Override
    public void close() {
        Trees.delete(path);
    }

    private static Path unpackOnce() {
        PostgresLayout layout = PostgresLayout.in(SHARED);
        try (HomeLock lock = HomeLock.open(layout.lock()); HomeLock.Turn turn = lock.turn()) {
            return PostgresBinaries.unpack(layout);
        }
    }
}
