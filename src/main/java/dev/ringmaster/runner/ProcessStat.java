package dev.ringmaster.runner;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** The fields of {@code /proc/<pid>/stat} that matter here, see proc(5). */
record ProcessStat(long pid, char state, long parent, long session, long startTicks, boolean kernel) {

    /** PF_KTHREAD of Linux: a thread of the kernel has no program, hence no environment. */
    private static final long KERNEL_THREAD = 0x0020_0000;

    /** Those that matter, counted from behind the name. */
    private static final int FIELDS = 20;

    ProcessStat(long pid, char state, long parent, long session, long startTicks) {
        this(pid, state, parent, session, startTicks, false);
    }

    /** Null when there is no such process any more. */
    static @Nullable ProcessStat read(long pid) {
        var stat = ProcFile.read(pid, "stat");
        return stat == null ? null : parse(new String(stat, StandardCharsets.ISO_8859_1));
    }

    /** The command name may hold spaces, parentheses and newlines, so fields are counted from behind its last ')'. */
    static @Nullable ProcessStat parse(String stat) {
        int open = stat.indexOf(" (");
        int close = stat.lastIndexOf(") ");
        if (open < 0 || close < open) {
            return null;
        }
        var fields = stat.substring(close + 2).split(" ", FIELDS + 1);
        if (fields.length < FIELDS) {
            return null;
        }
        return new ProcessStat(Long.parseLong(stat.substring(0, open)), fields[0].charAt(0), Long.parseLong(fields[1]),
                Long.parseLong(fields[3]), Long.parseLong(fields[19]), (Long.parseLong(fields[6]) & KERNEL_THREAD) != 0);
    }

    boolean isZombie() {
        return state == 'Z' || state == 'X';
    }
}
