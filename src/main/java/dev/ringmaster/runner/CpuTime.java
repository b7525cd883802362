package dev.ringmaster.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** How much CPU time a process has used, see proc(5). */
final class CpuTime {

    /** The unit of {@code /proc}: USER_HZ is 100 on every architecture that Linux runs servers on. */
    private static final long TICK_MILLIS = 10;
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    private CpuTime() {
    }

    /** Zero when there is no such process any more. */
    static Duration of(long pid) {
        try {
            return parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            return Duration.ZERO;
        }
    }

    /** Fields are counted from behind the command's name, which may hold anything. */
    static Duration parse(String stat) {
        var fields = stat.substring(stat.lastIndexOf(") ") + 2).split(" ", -1);
        return fields.length <= SYSTEM ? Duration.ZERO
                : Duration.ofMillis((Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) * TICK_MILLIS);
    }
}
