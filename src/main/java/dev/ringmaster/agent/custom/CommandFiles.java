package dev.ringmaster.agent.custom;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files that a custom agent's command line names, such as the script that an interpreter is to run. */
public final class CommandFiles {

    private CommandFiles() {
    }

    /** Those that are there, by their absolute paths. */
    public static Stream<Path> of(List<String> command) {
        return command.stream().filter(word -> word.startsWith("/")).map(Path::of).filter(Files::isRegularFile);
    }
}
