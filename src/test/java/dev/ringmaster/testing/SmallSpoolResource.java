package dev.ringmaster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * {@link DatabaseResource}, with the spool on a disk of its own of 4 MiB. Where that cannot be mounted, {@link #MOUNTED} says
 * false and the spool is an ordinary directory.
 */
public final class SmallSpoolResource implements QuarkusTestResourceLifecycleManager {

    public static final String MOUNTED = "test.small-spool";

    private final DatabaseResource database = new DatabaseResource();
    private @Nullable Path mounted;

    @Override
    public Map<String, String> start() {
        var settings = new HashMap<>(database.start());
        try {
            var spool = Files.createDirectories(Path.of(settings.get("ringmaster.home")).resolve("spool"));
            if (run("mount", "-t", "tmpfs", "-o", "size=4m,mode=0700", "tmpfs", spool.toString())) {
                mounted = spool;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings.put(MOUNTED, Boolean.toString(mounted != null));
        return settings;
    }

    /** Makes the disk larger, as a person would. */
    public static void enlarge(Path spool) {
        if (!run("mount", "-o", "remount,size=64m", spool.toString())) {
            throw new IllegalStateException(spool + " cannot be made larger");
        }
    }

    @Override
    public void stop() {
        if (mounted != null) {
            run("umount", "--lazy", mounted.toString());
        }
        database.stop();
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                    .waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
