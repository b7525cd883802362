package dev.ringmaster.loop.upkeep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.ringmaster.support.RingmasterConfig;

/** Says when the disk is too full for new runs. Runs under way go on: stopping them would free nothing. */
@ApplicationScoped
public class DiskGovernor {

    private static final Logger LOG = Logger.getLogger(DiskGovernor.class);
    private static final long MEGABYTE = 1024 * 1024;

    private final Path home;
    private final long minFree;

    DiskGovernor(RingmasterConfig config, RetentionConfig retention) {
        this.home = config.home().toAbsolutePath();
        this.minFree = retention.minFreeDisk().asLongValue();
    }

    /** Why no new run may start now, in words for a person; empty when there is room. */
    public Optional<String> objection() {
        try {
            var free = Files.getFileStore(home).getUsableSpace();
            return free >= minFree ? Optional.empty()
                    : Optional.of("The disk of this server is nearly full: " + free / MEGABYTE + " MiB are free in " + home
                            + ", " + minFree / MEGABYTE + " MiB are needed (ringmaster.retention.min-free-disk). Free some "
                            + "space; the run then starts by itself.");
        } catch (IOException e) {
            LOG.warnf("disk.free unknown home=%s: %s", home, e.getMessage());
            return Optional.empty();
        }
    }
}
