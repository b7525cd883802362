package dev.ringmaster.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** How much CPU time a process has used, with its children that have ended: a build is many short ones. See proc(5). */
final class CpuTime {

    /** The unit of {@code /proc}: USER_HZ is 100 on every architecture that Linux runs servers on. */
    private static final long TICK_MILLIS = 10;
    /** Where its user time stands; then its system time, and both of its children that have ended. */
    private static final int FIRST = 11;
    private static final int LAST = 14;

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
        return fields.length <= LAST ? Duration.ZERO
                : Duration.ofMillis(Arrays.stream(fields, FIRST, LAST + 1).mapToLong(Long::parseLong).sum() * TICK_MILLIS);
    }
}
