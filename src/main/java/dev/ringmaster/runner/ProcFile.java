package dev.ringmaster.runner;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** Reads the small files of /proc, hundreds at a time: as few calls of the system for each as can be. */
final class ProcFile {

    private static final int ENOUGH_FOR_MOST = 4096;

    private ProcFile() {
    }

    /** Null when the process is gone, or is another user's. */
    static byte @Nullable [] read(long pid, String name) {
        try (var in = new FileInputStream("/proc/" + pid + "/" + name)) {
            var buffer = new byte[ENOUGH_FOR_MOST];
            int length = Math.max(0, in.read(buffer));
            if (length < buffer.length) {
                return Arrays.copyOf(buffer, length);
            }
            var rest = in.readAllBytes();
            var all = Arrays.copyOf(buffer, length + rest.length);
            System.arraycopy(rest, 0, all, length, rest.length);
            return all;
        } catch (IOException gone) {
            // ENOENT, ESRCH when it goes while being read, or EACCES.
            return null;
        }
    }
}
