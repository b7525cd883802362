package dev.ringmaster.runner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a sandbox shows of the file system over a root that is read-only: by real path, the longer path over the shorter. Of
 * two words about one path the later counts.
 */
final class SandboxMounts {

    enum Kind {
        HIDDEN,
        READABLE,
        WRITABLE
    }

    private static final Path NOTHING = Path.of("/dev/null");

    private final Map<Path, Kind> kinds = new LinkedHashMap<>();
    private final Set<Path> spellings = new LinkedHashSet<>();

    /** Does nothing for what is not there. */
    void put(Path path, Kind kind) {
        if (!Files.exists(path)) {
            return;
        }
        var real = Bubblewrap.real(path);
        kinds.put(real, kind);
        var spelled = path.toAbsolutePath().normalize();
        if (kind != Kind.HIDDEN && !spelled.equals(real)) {
            spellings.add(spelled);
        }
    }

    /** The options of bwrap, which are carried out in their order. */
    List<String> arguments() {
        var argv = new ArrayList<String>();
        kinds.keySet().stream().sorted(Comparator.comparingInt(Path::getNameCount)).forEach(path -> {
            var kind = kinds.get(path);
            if (kind != around(path)) {
                argv.addAll(mount(path, kind));
            }
        });
        // A symbolic link that lies among hidden files is gone with them, and somebody may know the path by it.
        spellings.stream().filter(path -> around(path) == Kind.HIDDEN && !kinds.containsKey(path))
                .forEach(path -> argv.addAll(List.of("--symlink", Bubblewrap.real(path).toString(), path.toString())));
        return argv;
    }

    private static List<String> mount(Path path, @Nullable Kind kind) {
        var at = path.toString();
        return switch (kind) {
            case WRITABLE -> List.of("--bind", at, at);
            case HIDDEN -> Files.isDirectory(path) ? List.of("--tmpfs", at) : List.of("--ro-bind", NOTHING.toString(), at);
            case READABLE -> List.of("--ro-bind", at, at);
            case null -> List.of();
        };
    }

    /** What holds for a path because of those above it. */
    private Kind around(Path path) {
        for (var above = path.getParent(); above != null; above = above.getParent()) {
            var kind = kinds.get(above);
            if (kind != null) {
                return kind;
            }
        }
        return Kind.READABLE;
    }
}
