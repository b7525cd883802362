package dev.ringmaster.runner;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What of the server's own environment a process gets: an allow-list, so that a credential the server was started with
 * ({@code *_TOKEN}, {@code *_KEY}, a proxy's password) and what changes programs ({@code LD_PRELOAD},
 * {@code NODE_OPTIONS}) never pass, whatever their name. A subscription adds its own variables on top.
 */
public final class EnvironmentPolicy {

    static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    private static final Set<String> PASSED = Set.of("LANG", "LANGUAGE", "LC_ALL", "LC_COLLATE", "LC_CTYPE", "LC_MESSAGES",
            "LC_MONETARY", "LC_NUMERIC", "LC_TIME", "TZ", "USER", "LOGNAME", "SHELL");

    private EnvironmentPolicy() {
    }

    /**
     * The environment to start from. Touches nothing.
     *
     * @param server the server's environment
     * @param home the process's home directory, not the server's
     * @param temporary its directory for temporary files
     */
    public static Map<String, String> base(Map<String, String> server, Path home, Path temporary) {
        var environment = new TreeMap<String, String>();
        PASSED.stream().filter(server::containsKey).forEach(name -> environment.put(name, server.get(name)));
        environment.put("PATH", trustedPath(server.getOrDefault("PATH", "")));
        if (!environment.containsKey("LC_ALL") && !environment.containsKey("LC_CTYPE")) {
            // Without it, agents print '?' for everything beyond ASCII.
            environment.putIfAbsent("LANG", "C.UTF-8");
        }
        environment.put("TERM", "dumb");
        environment.put("HOME", home.toString());
        environment.put("TMPDIR", temporary.toString());
        return Map.copyOf(environment);
    }

    /** Without relative and empty entries: they would be looked up in the repository under work. */
    private static String trustedPath(String path) {
        var entries = Arrays.stream(path.split(File.pathSeparator)).filter(entry -> entry.startsWith("/"))
                .collect(Collectors.joining(File.pathSeparator));
        return entries.isEmpty() ? DEFAULT_PATH : entries;
    }
}
