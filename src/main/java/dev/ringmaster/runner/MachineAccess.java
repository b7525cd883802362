package dev.ringmaster.runner;

import java.nio.file.Path;
import java.util.List;

/**
 * What every confined process may see of this machine, besides what is its own.
 *
 * @param hidden never seen: the server's own files, whatever else holds credentials
 * @param readable seen although it lies among private files, such as a toolchain in a home directory
 * @param writable to be changed by all of them, such as a cache, or the socket of a container engine
 */
public record MachineAccess(List<Path> hidden, List<Path> readable, List<Path> writable) {

    public static final MachineAccess NOTHING_MORE = new MachineAccess(List.of(), List.of(), List.of());

    public MachineAccess {
        hidden = List.copyOf(hidden);
        readable = List.copyOf(readable);
        writable = List.copyOf(writable);
    }
}
