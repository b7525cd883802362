package dev.ringmaster.runner;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process to run.
 *
 * @param name unique for ever, safe as a directory name, such as {@code run-<uuid>-3-e7}: the spool's name, and the marker
 *        that every descendant carries in its environment
 * @param guard what only one live process tree may hold at a time, such as a card's id; safe as a file name
 * @param epoch the owner's epoch for the guard: a process of a lower epoch than the highest seen never starts
 * @param environment the complete environment of the process; nothing is inherited from the server
 * @param files further files to write before the start, with mode 0600
 * @param stdin the whole of standard input
 */
public record ProcessSpec(String name, String guard, long epoch, Path workingDirectory, List<String> argv,
        Map<String, String> environment, Map<Path, String> files, String stdin) {

    public ProcessSpec {
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("a process needs at least the program to start");
        }
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        files = Map.copyOf(files);
    }
}
