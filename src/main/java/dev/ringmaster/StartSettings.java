package dev.ringmaster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.ringmaster.agent.AgentsConfig;
import dev.ringmaster.delivery.IntegrationHub;
import dev.ringmaster.doctor.SandboxExamination;
import dev.ringmaster.loop.SandboxConfig;
import dev.ringmaster.loop.SandboxSetup;
import dev.ringmaster.support.postgres.DatabaseAddress;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;

/**
 * What has to be known before Quarkus starts and makes its own configuration. Read from the same sources, by the same rules.
 *
 * @param home where the embedded database and everything else lies
 * @param database the one that was configured, empty for the embedded one
 * @param httpPort that Quarkus will listen on
 * @param properties the system properties that Quarkus needs to read {@code <home>/application.yaml} too
 */
record StartSettings(Path home, Optional<DatabaseAddress> database, int httpPort, Map<String, String> properties) {

    private static final String HOME = "ringmaster.home";
    private static final String HTTP_PORT = "quarkus.http.port";
    private static final int DEFAULT_HTTP_PORT = 8080;

    static StartSettings read() {
        SmallRyeConfig config = load();
        Path home = home(config);
        Path file = home.resolve("application.yaml");
        if (!Files.isRegularFile(file)) {
            return of(home, config, Map.of());
        }
        Map<String, String> properties = Map.of(HomeFile.PROPERTY, file.toString());
        return with(properties, () -> of(home, load(), properties));
    }

    private static StartSettings of(Path home, SmallRyeConfig config, Map<String, String> properties) {
        return new StartSettings(home, database(config),
                config.getOptionalValue(HTTP_PORT, Integer.class).orElse(DEFAULT_HTTP_PORT), properties);
    }

    /**
     * The agents' part of the configuration, as Quarkus will read it.
     *
     * @throws RuntimeException when a value is missing or wrong, with a message that names it
     */
    AgentsConfig agents() {
        return with(properties, () -> ConfigUtils.configBuilder().addDiscoveredSources().withMapping(AgentsConfig.class)
                .withValidateUnknown(false).build().getConfigMapping(AgentsConfig.class));
    }

    /** What agents will run in, as the configuration wants it. Blocks for a second at most. */
    SandboxExamination.Sandbox sandbox() {
        return with(properties, () -> {
            var config = ConfigUtils.configBuilder().addDiscoveredSources().withMapping(SandboxConfig.class)
                    .withValidateUnknown(false).build();
            var isolation = SandboxSetup.sandbox(config.getConfigMapping(SandboxConfig.class), agents(), home, config)
                    .isolation();
            return new SandboxExamination.Sandbox(isolation.active(), isolation.message());
        });
    }

    /** The integrations' parts of the configuration, as Quarkus will read them. */
    IntegrationHub.Settings integrations() {
        return with(properties, () -> {
            var builder = ConfigUtils.configBuilder().addDiscoveredSources().withValidateUnknown(false);
            IntegrationHub.KINDS.forEach(kind -> builder.withMapping(kind.settings()));
            return builder.build()::getConfigMapping;
        });
    }

    /** Runs something with system properties that are as before afterwards. */
    static <T> T with(Map<String, String> properties, Supplier<T> action) {
        var before = new TreeMap<String, String>();
        properties.forEach((key, value) -> {
            String old = System.setProperty(key, value);
            if (old != null) {
                before.put(key, old);
            }
        });
        try {
            return action.get();
        } finally {
            properties.keySet().forEach(System::clearProperty);
            before.forEach(System::setProperty);
        }
    }

    private static SmallRyeConfig load() {
        return ConfigUtils.configBuilder().addDiscoveredSources().build();
    }

    private static Optional<DatabaseAddress> database(SmallRyeConfig config) {
        return DatabaseAddress.configured(key -> config.getOptionalValue(key, String.class));
    }

    private static Path home(SmallRyeConfig config) {
        return config.getOptionalValue(HOME, Path.class)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".ringmaster")).toAbsolutePath();
    }
}
