package dev.ringmaster.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Which directories among private ones hold programs that a process needs: people install CLIs and toolchains in their home.
 * Of a program it is its package ({@code node_modules}, or what holds its {@code bin}), of a script its interpreter's too, and
 * wherever symbolic links lead. Never a home itself, nor what holds the server's own files.
 */
final class InstallRoots {

    private static final int MOST_LINKS = 8;
    private static final int MOST_PROGRAMS = 500;
    private static final int LONGEST_PATH = 4096;
    private static final Path BIN = Path.of("bin");
    private static final Path MODULES = Path.of("node_modules");
    private static final Path LOCAL = Path.of(".local");

    private final List<Path> hidden;
    private final Set<Path> roots = new LinkedHashSet<>();
    private final Set<Path> seen = new LinkedHashSet<>();

    InstallRoots(List<Path> hidden) {
        this.hidden = hidden.stream().map(Bubblewrap::real).toList();
    }

    /** Of the program, of others that the arguments name, and of all that PATH offers. */
    Set<Path> of(ProcessSpec spec, Path program) {
        addProgram(program);
        spec.argv().stream().skip(1).filter(word -> word.startsWith("/") && word.length() < LONGEST_PATH
                && word.indexOf('\n') < 0).map(Path::of).filter(InstallRoots::isProgram).forEach(this::addProgram);
        Arrays.stream(spec.environment().getOrDefault("PATH", "").split(":")).filter(entry -> entry.startsWith("/"))
                .map(Path::of).forEach(this::addSearched);
        return roots;
    }

    private void addSearched(Path directory) {
        if (!isHidden(directory) || !Files.isDirectory(directory)) {
            return;
        }
        add(rootOf(directory));
        if (isLocal(directory.getParent())) {
            // Where pip installs what the scripts in ~/.local/bin import.
            add(directory.resolveSibling("lib"));
        }
        try (var programs = Files.list(directory)) {
            programs.limit(MOST_PROGRAMS).filter(InstallRoots::isProgram).forEach(this::addProgram);
        } catch (IOException unreadable) {
            // The process could not search it either.
        }
    }

    private void addProgram(Path program) {
        var at = program;
        for (int hop = 0; at != null && hop < MOST_LINKS && seen.add(at); hop++) {
            if (isHidden(at)) {
                var modules = topmostModules(at);
                add(modules != null ? modules : rootOf(at.getParent() == null ? at : at.getParent()));
            }
            var next = target(at);
            if (next == null && isHidden(at)) {
                interpreter(at).filter(InstallRoots::isProgram).forEach(this::addProgram);
            }
            at = next;
        }
    }

    /** What holds a {@code bin}, unless that is everybody's; else the directory itself. */
    private Path rootOf(Path directory) {
        var parent = directory.getParent();
        return directory.endsWith(BIN) && parent != null && !isLocal(parent) && !holdsPrivate(parent) ? parent : directory;
    }

    private static boolean isLocal(@Nullable Path directory) {
        return directory != null && directory.endsWith(LOCAL);
    }

    private void add(Path root) {
        if (!holdsPrivate(root)) {
            roots.add(root);
        }
    }

    private boolean holdsPrivate(Path directory) {
        var real = Bubblewrap.real(directory);
        return hidden.stream().anyMatch(path -> path.startsWith(real));
    }

    private boolean isHidden(Path path) {
        return hidden.stream().anyMatch(path::startsWith) || hidden.stream().anyMatch(Bubblewrap.real(path)::startsWith);
    }

    private static @Nullable Path topmostModules(Path path) {
        Path topmost = null;
        for (var above = path.getParent(); above != null; above = above.getParent()) {
            topmost = above.endsWith(MODULES) ? above : topmost;
        }
        return topmost;
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }

    private static @Nullable Path target(Path link) {
        try {
            return Files.isSymbolicLink(link) ? link.resolveSibling(Files.readSymbolicLink(link)).normalize() : null;
        } catch (IOException gone) {
            return null;
        }
    }

    /** The program in the first line of a script, and a relative one beside it is not looked for. */
    private static Stream<Path> interpreter(Path script) {
        try (var in = Files.newInputStream(script)) {
            var start = new String(in.readNBytes(512), StandardCharsets.ISO_8859_1);
            return start.startsWith("#!/") ? Stream.of(Path.of(start.substring(2).split("\\s", 2)[0])) : Stream.of();
        } catch (IOException unreadable) {
            return Stream.of();
        }
    }
}
