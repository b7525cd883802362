package dev.ringmaster.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;

/** Where {@code ./ringmaster image --agents} has put what it made. */
final class BuiltImages {

    private static final String VARIABLE = "RINGMASTER_TEST_IMAGE";

    private BuiltImages() {
    }

    /**
     * @param flavour empty, or {@code -agents}. @return the tarball; where nobody says that there is one, the test is skipped
     */
    static ImageTarball open(String flavour) throws IOException {
        String directory = System.getenv(VARIABLE);
        Assumptions.assumeTrue(directory != null && !directory.isBlank(), "No image to look at. Make it with"
                + " ./ringmaster image --agents, and say " + VARIABLE + "=target/image");
        Path file = Path.of(directory).resolve("ringmaster" + flavour + ".tar");
        if (!Files.exists(file)) {
            throw new AssertionError(file + " is missing, and " + VARIABLE + " says that it is there");
        }
        return ImageTarball.open(file);
    }
}
