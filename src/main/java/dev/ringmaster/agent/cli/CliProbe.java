package dev.ringmaster.agent.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.Executables;
import dev.ringmaster.agent.KnownPlatforms;
import dev.ringmaster.agent.KnownPlatforms.Known;
import dev.ringmaster.agent.PlatformProbe;

/** Finds a CLI and its version. Whether it is logged in, the platform tells itself, from files and variables alone. */
public final class CliProbe {

    private final Known known;
    private final Installation installation;
    private final Map<String, String> quiet;

    public CliProbe(String platform, Installation installation) {
        this(platform, installation, Map.of());
    }

    /** @param quiet variables that keep the CLI from calling home or updating itself when it is asked for its version */
    public CliProbe(String platform, Installation installation, Map<String, String> quiet) {
        this.quiet = Map.copyOf(quiet);
        this.known = KnownPlatforms.byName(platform).orElseThrow();
        this.installation = installation;
    }

    /**
     * Blocks for up to 30 seconds.
     *
     * @param loggedIn null where it cannot be told
     * @param loginHint what a person runs or sets when it is not
     */
    public PlatformProbe probe(@Nullable Boolean loggedIn, String loginHint) {
        Optional<Path> binary = Executables.find(installation.command(),
                installation.serverEnvironment().getOrDefault("PATH", ""));
        if (binary.isEmpty()) {
            return new PlatformProbe(known.name(), false, null, null, loggedIn, known.title() + " was not found ('"
                    + installation.command() + "'). Install it with: " + known.installCommand());
        }
        String version = version(binary.get());
        if (version == null) {
            return new PlatformProbe(known.name(), false, null, binary.get().toString(), loggedIn, binary.get()
                    + " did not answer to --version within 30 seconds. Install it again with: " + known.installCommand());
        }
        if (Version.isOlder(version, known.oldestVersion())) {
            return new PlatformProbe(known.name(), false, version, binary.get().toString(), loggedIn, known.title() + " "
                    + version + " is too old, " + known.oldestVersion() + " is the oldest supported. Update it with: "
                    + known.installCommand());
        }
        String login = loggedIn == null ? "; whether it is logged in is not known"
                : loggedIn ? "" : ", not logged in. Log in with: " + loginHint;
        return new PlatformProbe(known.name(), true, version, binary.get().toString(), loggedIn,
                known.title() + " " + version + login);
    }

    private @Nullable String version(Path binary) {
        Map<String, String> environment = new HashMap<>(installation.serverEnvironment());
        environment.keySet().retainAll(Set.of("PATH", "HOME"));
        environment.putIfAbsent("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.putIfAbsent("HOME", System.getProperty("user.home"));
        environment.putAll(quiet);
        try {
            return Executables.version(binary, environment).orElse(null);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
