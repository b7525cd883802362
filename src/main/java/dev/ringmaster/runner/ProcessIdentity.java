package dev.ringmaster.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * One process for ever: a pid alone is reused, a pid with its start time is not until the next boot.
 *
 * @param startTicks clock ticks from boot to start: field 22 of {@code /proc/<pid>/stat}, see proc(5)
 * @param bootId {@code /proc/sys/kernel/random/boot_id} when it ran
 */
record ProcessIdentity(long pid, long startTicks, String bootId) {

    private static final Path BOOT_ID_FILE = Path.of("/proc/sys/kernel/random/boot_id");

    /** Reads what the shim's {@code identify} wrote: the first line; null while nothing is written there. */
    static @Nullable ProcessIdentity parse(String record) {
        int lineEnd = record.indexOf('\n');
        if (lineEnd < 0) {
            return null;
        }
        var fields = record.substring(0, lineEnd).strip().split(" ", -1);
        if (fields.length != 3 || !fields[0].matches("\\d{1,18}") || !fields[1].matches("\\d{1,18}")) {
            return null;
        }
        return new ProcessIdentity(Long.parseLong(fields[0]), Long.parseLong(fields[1]), fields[2]);
    }

    static ProcessIdentity of(ProcessStat stat) {
        return new ProcessIdentity(stat.pid(), stat.startTicks(), currentBootId());
    }

    /** A zombie is not alive: nothing of it runs, and only its parent can remove it. */
    boolean isAlive() {
        ProcessStat stat = ProcessStat.read(pid);
        return stat != null && !stat.isZombie() && stat.startTicks() == startTicks && bootId.equals(currentBootId());
    }

    /**
     * Sends SIGTERM or SIGKILL if the pid still means this process. {@code ProcessHandle} and not {@code /bin/kill}: it
     * notes the start time when the handle is made and compares it again right before kill(2), so that a pid reused after
     * our own check is not hit either; and it needs no fork on a machine that may be short of processes.
     */
    boolean signal(boolean kill) {
        if (pid == ProcessHandle.current().pid()) {
            return false;
        }
        var handle = ProcessHandle.of(pid);
        return handle.isPresent() && isAlive() && (kill ? handle.get().destroyForcibly() : handle.get().destroy());
    }

    static String currentBootId() {
        return Boot.ID;
    }

    private static final class Boot {

        static final String ID = read();

        private static String read() {
            try {
                return Files.readString(BOOT_ID_FILE, StandardCharsets.US_ASCII).strip();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + BOOT_ID_FILE, e);
            }
        }
    }
}
