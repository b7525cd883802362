package dev.ringmaster.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

import org.jspecify.annotations.Nullable;

/**
 * The lock file of a worktree's index. A killed git leaves it behind, and git never removes it. With the agent gone, one
 * that has not changed over all the time that we waited for it has no owner.
 *
 * @param seen the lock's age when we first looked; null when there was none
 */
record IndexLock(Path file, @Nullable FileTime seen) {

    static IndexLock of(Path file) {
        return new IndexLock(file, changed(file));
    }

    boolean isAbandoned() {
        return seen != null && seen.equals(changed(file));
    }

    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable FileTime changed(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).lastModifiedTime();
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
