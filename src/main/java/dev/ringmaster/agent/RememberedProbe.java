package dev.ringmaster.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What a platform's probe found, for as long as that can be relied on. One thread at a time looks: the others wait for what
 * it finds instead of starting the same CLI again.
 */
final class RememberedProbe {

    private static final Duration FRESH = Duration.ofMinutes(10);
    /** Somebody may be repairing it right now. */
    private static final Duration BROKEN_FRESH = Duration.ofSeconds(10);

    private final CodingPlatform platform;
    private @Nullable PlatformProbe found;
    private Instant at = Instant.EPOCH;
    private @Nullable String program;

    RememberedProbe(CodingPlatform platform) {
        this.platform = platform;
    }

    CodingPlatform platform() {
        return platform;
    }

    /** Blocks for as long as a probe takes when nothing fresh is known. */
    synchronized PlatformProbe ask() {
        var known = found;
        if (known != null && fresh(known)) {
            return known;
        }
        var probe = platform.probe();
        found = probe;
        at = Instant.now();
        program = identity(probe.path());
        return probe;
    }

    synchronized void forget() {
        found = null;
    }

    private boolean fresh(PlatformProbe known) {
        boolean good = known.available() && !Boolean.FALSE.equals(known.loggedIn());
        return at.plus(good ? FRESH : BROKEN_FRESH).isAfter(Instant.now())
                && Objects.equals(program, identity(known.path()));
    }

    /**
     * Changes when the program is removed or another is installed in its place. Package managers set the time of modification
     * as they like, and a new file may get the number of the old one, but nobody sets the time of change.
     */
    private static @Nullable String identity(@Nullable String path) {
        if (path == null) {
            return null;
        }
        try {
            var real = Path.of(path).toRealPath();
            return real + " " + Files.readAttributes(real, "unix:ino,ctime");
        } catch (IOException gone) {
            return null;
        }
    }
}
