package dev.ringmaster.runner;

import java.nio.file.Path;
import java.util.List;

/**
 * What a process may reach, in words that a sandbox on this machine, or a pod's volumes and network policy, can keep. The
 * system's own files can be read, what is private to users cannot be seen, and nothing can be written, but for what is
 * said here. Of two paths the longer one counts, whatever it says. Paths need not exist, except the writable ones.
 *
 * @param writable what it may change
 * @param readable what it may read though it lies among private files
 * @param readOnly parts of what is writable that stay as they are
 * @param hidden what it does not see
 * @param network whether it may open connections
 * @param required whether it must not run where this cannot be kept; else it runs there as if nothing were said
 */
public record Confinement(List<Path> writable, List<Path> readable, List<Path> readOnly, List<Path> hidden,
        boolean network, boolean required) {

    public Confinement {
        writable = List.copyOf(writable);
        readable = List.copyOf(readable);
        readOnly = List.copyOf(readOnly);
        hidden = List.copyOf(hidden);
    }
}
