package dev.ringmaster.support.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * How servers on one home agree about its Postgres: byte 0 of the file is a turn that only one may have, byte 1 is held
 * together by all who use the Postgres. The kernel lets go of both when a server dies, however it dies.
 *
 * <p>
 * Closing any channel on a file gives up all locks this process has on it (POSIX), so a process may open a home only once.
 */
final class HomeLock implements AutoCloseable {

    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();
    private static final Duration PATIENCE = Duration.ofMinutes(11);

    private final Path file;
    private final FileChannel channel;
    private @Nullable FileLock use;

    private HomeLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static HomeLock open(Path file) {
        if (!OPEN.add(file)) {
            throw new PostgresException("This process uses the Postgres of " + file.getParent()
                    + " already. Close that use first, or give the second one a home of its own (RINGMASTER_HOME).");
        }
        try {
            return new HomeLock(file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE));
        } catch (IOException e) {
            OPEN.remove(file);
            throw new PostgresException("The file " + file + " cannot be opened (" + e
                    + "). Does it belong to another user?", e);
        }
    }

    /** The right to start or stop the Postgres of this home. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits until nobody else starts or stops the Postgres of this home. */
    Turn turn() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        @Nullable
        FileLock turn = tryLock(0, false);
        while (turn == null) {
            if (System.nanoTime() > deadline) {
                throw new PostgresException("Another server has been starting or stopping the Postgres in "
                        + file.getParent() + " for " + PATIENCE.toMinutes() + " minutes. Look for a second Ringmaster"
                        + " on this home (its lock is " + file + ") and end it.");
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            turn = tryLock(0, false);
        }
        FileLock held = turn;
        return () -> release(held);
    }

    /** Whether other servers use the Postgres of this home. Ask it in your turn only. */
    boolean othersUseIt() {
        boolean mine = use != null;
        stopUsing();
        @Nullable
        FileLock all = tryLock(1, false);
        if (all != null) {
            release(all);
        }
        if (mine) {
            startUsing();
        }
        return all == null;
    }

    /** Says that this server uses the Postgres. Say it in your turn only. */
    void startUsing() {
        if (use == null) {
            use = tryLock(1, true);
            if (use == null) {
                throw new PostgresException("The lock " + file + " is held by something that is not Ringmaster.");
            }
        }
    }

    void stopUsing() {
        if (use != null) {
            release(use);
            use = null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new PostgresException("The lock " + file + " could not be given back: " + e, e);
        } finally {
            OPEN.remove(file);
        }
    }

    private @Nullable FileLock tryLock(long position, boolean shared) {
        try {
            return channel.tryLock(position, 1, shared);
        } catch (OverlappingFileLockException e) {
            return null;
        } catch (IOException e) {
            throw new PostgresException("The file system of " + file + " cannot lock files (" + e
                    + "). Choose a home on a local disk with RINGMASTER_HOME.", e);
        }
    }

    private static void release(FileLock lock) {
        try {
            lock.release();
        } catch (IOException e) {
            throw new PostgresException("A lock could not be given back: " + e, e);
        }
    }
}
