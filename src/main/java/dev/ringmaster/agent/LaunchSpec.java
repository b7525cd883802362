package dev.ringmaster.agent;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to start an agent: an argument vector (never a shell string), the variables to add to the clean environment, the
 * files to write first, and what it reads on standard input.
 *
 * @param stdin the whole of standard input; empty means an empty one (never an open pipe: some CLIs wait on it for ever)
 */
public record LaunchSpec(List<String> argv, Map<String, String> environment, Map<Path, String> files, String stdin) {

    public LaunchSpec {
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("a launch needs at least the program to start");
        }
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        files = Map.copyOf(files);
    }
}
