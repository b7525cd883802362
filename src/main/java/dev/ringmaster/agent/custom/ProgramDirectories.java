package dev.ringmaster.agent.custom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Directories that belong to a custom agent alone, because they hold its program and nothing else that could be run: such
 * an agent keeps its notes beside itself. Others stay read-only in a sandbox, so that an agent can leave nothing that
 * somebody runs.
 */
final class ProgramDirectories {

    private static final int MOST_ENTRIES = 200;

    private ProgramDirectories() {
    }

    /** @param searchPath a directory in it belongs to everybody */
    static List<Path> of(List<String> command, String searchPath) {
        var shared = Stream.of(searchPath.split(":")).filter(entry -> entry.startsWith("/")).map(Path::of).toList();
        return CommandFiles.of(command).map(Path::getParent).filter(Objects::nonNull).distinct()
                .filter(directory -> shared.stream().noneMatch(directory::equals) && holdsOneProgram(directory)).toList();
    }

    private static boolean holdsOneProgram(Path directory) {
        try (var entries = Files.list(directory)) {
            var found = entries.limit(MOST_ENTRIES).toList();
            return found.size() < MOST_ENTRIES && found.stream().noneMatch(Files::isDirectory)
                    && found.stream().filter(Files::isExecutable).count() <= 1;
        } catch (IOException unreadable) {
            return false;
        }
    }
}
