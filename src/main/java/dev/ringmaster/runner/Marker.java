package dev.ringmaster.runner;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a process and all its descendants carry in their environment: whose they are. It survives {@code setsid} and
 * reparenting; only a descendant that clears its environment loses it.
 *
 * @param spool the spool directory of the server that started it, so that two servers on one machine leave each other's
 *        processes alone
 */
record Marker(String spool, String run, String guard, long epoch) {

    static final String RUN = "RINGMASTER_RUN";
    static final String GUARD = "RINGMASTER_GUARD";
    static final String EPOCH = "RINGMASTER_EPOCH";
    static final String SPOOL = "RINGMASTER_SPOOL";

    private static final byte[] NEEDLE = (SPOOL + "=").getBytes(StandardCharsets.US_ASCII);

    static Marker of(ProcessSpec spec, Path spool) {
        return new Marker(spool.toString(), spec.name(), spec.guard(), spec.epoch());
    }

    Map<String, String> asEnvironment() {
        return Map.of(SPOOL, spool, RUN, run, GUARD, guard, EPOCH, Long.toString(epoch));
    }

    /** @param environ the content of {@code /proc/<pid>/environ}: {@code NAME=value} entries, each ended by a NUL */
    static @Nullable Marker parse(byte[] environ) {
        if (!contains(environ, NEEDLE)) {
            return null;
        }
        var values = new HashMap<String, String>();
        for (var entry : new String(environ, StandardCharsets.UTF_8).split("\0", -1)) {
            int equals = entry.indexOf('=');
            if (equals > 0 && entry.startsWith("RINGMASTER_")) {
                values.putIfAbsent(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return from(values);
    }

    private static @Nullable Marker from(Map<String, String> values) {
        String spool = values.get(SPOOL);
        String run = values.get(RUN);
        String guard = values.get(GUARD);
        String epoch = values.get(EPOCH);
        if (spool == null || run == null || guard == null || epoch == null || !epoch.matches("\\d{1,18}")) {
            return null;
        }
        return new Marker(spool, run, guard, Long.parseLong(epoch));
    }

    private static boolean contains(byte[] bytes, byte[] needle) {
        for (int start = 0; start <= bytes.length - needle.length; start++) {
            int matched = 0;
            while (matched < needle.length && bytes[start + matched] == needle[matched]) {
                matched++;
            }
            if (matched == needle.length) {
                return true;
            }
        }
        return false;
    }
}
