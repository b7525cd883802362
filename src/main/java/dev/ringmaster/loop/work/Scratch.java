package dev.ringmaster.loop.work;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.RingmasterConfig;

/** An iteration's temporary directory: prompt files and whatever the agent leaves there. */
final class Scratch {

    private static final Logger LOG = Logger.getLogger(Scratch.class);

    private Scratch() {
    }

    /** Where all of them are. */
    static Path root(RingmasterConfig config) {
        return config.home().toAbsolutePath().resolve("scratch");
    }

    /** Deletes it with all its content; follows no links. What cannot be deleted stays and is logged. */
    static void delete(Path scratch) {
        if (!Files.exists(scratch)) {
            return;
        }
        try {
            Files.walkFileTree(scratch, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                        throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.warnf("scratch.delete failed directory=%s: %s", scratch, e.getMessage());
        }
    }
}
