package dev.ringmaster.runner;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The highest epoch seen of each guard: an empty file {@code epoch.<n>} in the guard's directory, the greatest n counts. A
 * file more can only raise the maximum, so it is monotonic without a lock, atomic, and no crash leaves half a number.
 */
final class Guards {

    private static final String PREFIX = "epoch.";

    /** Whether nothing can have run under the guard before, and whether the epoch asked for is now the highest. */
    record Raised(boolean firstUse, boolean highest) {
    }

    private final Spool spool;

    Guards(Spool spool) {
        this.spool = spool;
    }

    Raised raise(String guard, long epoch) {
        try {
            boolean firstUse = spool.createGuard(guard);
            var directory = spool.guard(guard);
            if (highest(directory) < epoch) {
                write(directory.resolve(PREFIX + epoch));
                removeBelow(directory, epoch);
            }
            return new Raised(firstUse, highest(directory) <= epoch);
        } catch (IOException e) {
            throw new RunnerException("The epoch " + epoch + " of guard " + guard + " cannot be written under "
                    + spool.root() + " (" + e + "). Check its permissions and the free space.", e);
        }
    }

    private static void write(Path file) throws IOException {
        try {
            Spool.writePrivate(file, "");
        } catch (FileAlreadyExistsException same) {
            // Another thread or server of the same epoch wrote it just now.
        }
    }

    private static long highest(Path directory) throws IOException {
        long highest = -1;
        try (var epochs = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (var file : epochs) {
                highest = Math.max(highest, epochOf(file));
            }
        }
        return highest;
    }

    private static void removeBelow(Path directory, long epoch) throws IOException {
        try (var epochs = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (var file : epochs) {
                if (epochOf(file) < epoch) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException gone) {
            // Another owner tidied up as well.
        }
    }

    private static long epochOf(Path file) {
        var digits = file.getFileName().toString().substring(PREFIX.length());
        return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : -1;
    }
}
