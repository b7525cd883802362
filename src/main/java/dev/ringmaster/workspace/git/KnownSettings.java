package dev.ringmaster.workspace.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The configuration of worktrees, read again when its files have changed: to ask git costs as much as the work. A file is
 * known by its inode, size and times; that of the last change to the inode cannot be set by whoever writes the file. As in
 * git's own index, a file that was changed just before it was read could be changed again without a trace, so that is not
 * kept.
 */
final class KnownSettings {

    private static final int MOST = 1000;
    private static final Duration SETTLED = Duration.ofSeconds(2);
    private static final String INCLUDE = "include";

    private static final Map<Path, Known> KNOWN = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Known> eldest) {
            return size() > MOST;
        }
    };

    /** What tells that a file is as it was; empty of a missing one. */
    private record Stamp(Instant changed, Map<String, Object> attributes) {

        static Stamp of(Path file) {
            try {
                var attributes = Files.readAttributes(file, "unix:ctime,lastModifiedTime,size,ino");
                return new Stamp(((FileTime) Objects.requireNonNull(attributes.get("ctime"))).toInstant(), attributes);
            } catch (IOException missing) {
                return new Stamp(Instant.EPOCH, Map.of());
            }
        }
    }

    private record Known(List<Stamp> stamps, List<String> settings) {
    }

    private KnownSettings() {
    }

    /**
     * @param files all that git reads, included files aside
     * @param read asks git; gives the fields of {@code git config --list -z}
     */
    static List<String> of(Path own, List<Path> files, Supplier<List<String>> read) {
        var now = Instant.now();
        var stamps = files.stream().map(Stamp::of).toList();
        synchronized (KNOWN) {
            var known = KNOWN.get(own);
            if (known != null && known.stamps().equals(stamps)) {
                return known.settings();
            }
        }
        var settings = read.get();
        boolean settled = stamps.stream().allMatch(stamp -> stamp.changed().isBefore(now.minus(SETTLED)));
        if (settled && settings.stream().noneMatch(setting -> setting.startsWith(INCLUDE))) {
            synchronized (KNOWN) {
                KNOWN.put(own, new Known(stamps, settings));
            }
        }
        return settings;
    }
}
