package dev.ringmaster.agent;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the binary of a platform that has no package of its own here, and its version. */
public final class BinaryProbe {

    private BinaryProbe() {
    }

    /**
     * Blocks for up to 15 seconds. Never available: a platform that has no launch and no parser here cannot be run.
     *
     * @param serverEnvironment where PATH and HOME come from
     */
    public static PlatformProbe probe(KnownPlatforms.Known known, Map<String, String> serverEnvironment) {
        Optional<Path> binary = Executables.find(known.binary(), serverEnvironment.getOrDefault("PATH", ""));
        if (binary.isEmpty()) {
            return new PlatformProbe(known.name(), false, null, null, null, known.title() + " was not found, and this version"
                    + " of Ringmaster cannot run it yet. It is installed with: " + known.installCommand());
        }
        Map<String, String> environment = new HashMap<>(serverEnvironment);
        environment.keySet().retainAll(Set.of("PATH", "HOME"));
        String version = null;
        try {
            version = Executables.version(binary.get(), environment).orElse(null);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return new PlatformProbe(known.name(), false, version, binary.get().toString(), null,
                known.title() + (version == null ? "" : " " + version) + " found, but this version of Ringmaster cannot run it"
                        + " yet. It can be run as a custom platform: see ringmaster.platforms.");
    }
}
