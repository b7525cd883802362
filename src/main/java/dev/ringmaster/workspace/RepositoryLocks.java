package dev.ringmaster.workspace;

import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One writer at a time to what a repository's worktrees share. Git's own lock files keep other processes out. */
final class RepositoryLocks {

    private final ConcurrentHashMap<Path, ReentrantLock> locks = new ConcurrentHashMap<>();

    <T> T holding(Path repository, Supplier<T> work) {
        var lock = locks.computeIfAbsent(repository, path -> new ReentrantLock());
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
