package dev.ringmaster.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * The real agents, in repositories that are hostile. Where the traps leave their marks can be written in the sandbox too: it
 * must
 * not be the sandbox alone that keeps them from being seen.
 */
abstract sealed class HostileProfile implements QuarkusTestProfile {

    private final String mode;

    HostileProfile(String mode) {
        this.mode = mode;
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            var settings = new HashMap<>(new RealAgentsProfile().getConfigOverrides());
            settings.put("ringmaster.sandbox.mode", mode);
            settings.put("ringmaster.sandbox.writable", Files.createDirectories(marks()).toString());
            settings.put("ringmaster.sandbox.readable", Files.createDirectories(programs()).toString());
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the traps leave their marks. */
    static Path marks() {
        return Path.of("target/hostile/marks").toAbsolutePath();
    }

    static Path programs() {
        return Path.of("target/hostile/programs-of-marks").toAbsolutePath();
    }

    public static final class InTheOpen extends HostileProfile {

        public InTheOpen() {
            super("off");
        }
    }

    public static final class InTheSandbox extends HostileProfile {

        public InTheSandbox() {
            super("auto");
        }
    }
}
