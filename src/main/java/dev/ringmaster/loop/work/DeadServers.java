package dev.ringmaster.loop.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.RingmasterConfig;
import dev.ringmaster.support.ServerId;
import dev.ringmaster.support.Workers;
import io.smallrye.mutiny.Uni;

/**
 * Which servers of this home are dead for certain. Each server holds a lock on a file of its name for as long as it lives;
 * the system lets go of it at its death, however that came. So the runs of a killed server need not wait for their leases.
 */
@ApplicationScoped
class DeadServers {

    private static final Logger LOG = Logger.getLogger(DeadServers.class);

    private final Path directory;
    private final String own;
    private final FileChannel channel;

    DeadServers(RingmasterConfig config, ServerId serverId) {
        this.directory = config.home().toAbsolutePath().resolve("servers");
        this.own = serverId.value();
        try {
            Files.createDirectories(directory);
            channel = FileChannel.open(directory.resolve(own), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
        } catch (IOException e) {
            throw new UncheckedIOException("The server's lock in " + directory + " cannot be taken", e);
        }
    }

    Uni<List<String>> names() {
        return Workers.onWorker(this::look);
    }

    private List<String> look() {
        try (var files = Files.list(directory)) {
            var dead = new ArrayList<String>();
            files.filter(file -> onThisHost(file.getFileName().toString())).filter(DeadServers::unlocked)
                    .forEach(file -> dead.add(file.getFileName().toString()));
            return dead;
        } catch (IOException e) {
            LOG.warnf("servers.list failed directory=%s: %s", directory, e.getMessage());
            return List.of();
        }
    }

    /** Another host may share the directory, and its locks may not be seen here. */
    private boolean onThisHost(String name) {
        return !name.equals(own) && name.startsWith(own.substring(0, own.indexOf(':') + 1));
    }

    /** Only a lock that was really taken proves that its holder is gone; any doubt means that it lives. */
    private static boolean unlocked(Path file) {
        try (var other = FileChannel.open(file, StandardOpenOption.WRITE)) {
            @Nullable
            FileLock lock = other.tryLock();
            return lock != null;
        } catch (IOException | OverlappingFileLockException e) {
            return false;
        }
    }

    @PreDestroy
    void leave() throws IOException {
        channel.close();
        Files.deleteIfExists(directory.resolve(own));
    }
}
