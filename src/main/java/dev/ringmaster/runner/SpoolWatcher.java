package dev.ringmaster.runner;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells tailers that something in their directory may have changed: by inotify at once, with one service and one thread for
 * all of them, and by a slow tick as the net, for events that overflow and file systems that send none.
 */
final class SpoolWatcher implements AutoCloseable {

    /** Called on the watcher's or the scheduler's thread: must return at once. */
    interface Listener {
        void changed();

        void tick();
    }

    private record Watched(@Nullable WatchKey key, List<Listener> listeners) {
    }

    private static final Logger LOG = Logger.getLogger(SpoolWatcher.class);
    private static final long TICK_MILLIS = 200;

    private final ConcurrentHashMap<Path, Watched> watched = new ConcurrentHashMap<>();
    private final @Nullable WatchService service;
    private final ScheduledFuture<?> ticking;

    SpoolWatcher(Path root, ScheduledExecutorService scheduler) {
        this.service = open(root);
        this.ticking = scheduler.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        if (service != null) {
            Thread.ofPlatform().daemon().name("spool-watcher").start(() -> dispatch(service));
        }
    }

    private static @Nullable WatchService open(Path root) {
        try {
            return root.getFileSystem().newWatchService();
        } catch (IOException e) {
            LOG.warnf("No inotify for the spool %s (%s): output will be seen up to %d ms late. Raise"
                    + " fs.inotify.max_user_instances.", root, e, TICK_MILLIS);
            return null;
        }
    }

    void watch(Path directory, Listener listener) {
        watched.compute(directory, (path, present) -> {
            if (present == null) {
                return new Watched(register(path), List.of(listener));
            }
            return new Watched(present.key(), with(present.listeners(), listener));
        });
    }

    void unwatch(Path directory, Listener listener) {
        watched.computeIfPresent(directory, (path, present) -> {
            var left = present.listeners().stream().filter(one -> one != listener).toList();
            if (!left.isEmpty()) {
                return new Watched(present.key(), left);
            }
            if (present.key() != null) {
                present.key().cancel();
            }
            return null;
        });
    }

    private static List<Listener> with(List<Listener> listeners, Listener listener) {
        return Stream.concat(listeners.stream(), Stream.of(listener)).toList();
    }

    private @Nullable WatchKey register(Path directory) {
        if (service == null) {
            return null;
        }
        try {
            return directory.register(service, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_DELETE);
        } catch (IOException | ClosedWatchServiceException e) {
            LOG.debugf("%s is polled only: %s", directory, e);
            return null;
        }
    }

    private void dispatch(WatchService events) {
        try {
            while (true) {
                WatchKey key = events.take();
                key.pollEvents();
                key.reset();
                if (key.watchable() instanceof Path directory) {
                    Watched entry = watched.get(directory);
                    if (entry != null) {
                        entry.listeners().forEach(Listener::changed);
                    }
                }
            }
        } catch (ClosedWatchServiceException closed) {
            LOG.debug("The spool watcher ends");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tick() {
        watched.values().forEach(entry -> entry.listeners().forEach(Listener::tick));
    }

    @Override
    public void close() {
        ticking.cancel(false);
        if (service != null) {
            try {
                service.close();
            } catch (IOException e) {
                LOG.debug("The watch service did not close cleanly", e);
            }
        }
    }
}
