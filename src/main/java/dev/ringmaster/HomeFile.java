package dev.ringmaster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import io.smallrye.config.source.yaml.YamlConfigSource;

/**
 * Adds {@code application.yaml} of the home to the configuration. Not by {@code quarkus.config.locations}: what is named there
 * gets the rank of the source that names it, so a file that a system property names would win over every variable.
 */
public final class HomeFile implements SmallRyeConfigBuilderCustomizer {

    /** The system property that holds the file's path; without it nothing is added, such as while the server is built. */
    static final String PROPERTY = "dev.ringmaster.home-file";

    /** Over the files in and beside the program (up to 265), under {@code .env} (295), variables (300) and properties (400). */
    private static final int ORDINAL = 280;

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        @Nullable
        String file = System.getProperty(PROPERTY);
        if (file != null) {
            try {
                builder.withSources(new YamlConfigSource(Path.of(file).toUri().toURL(), ORDINAL));
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be read", e);
            }
        }
    }
}
