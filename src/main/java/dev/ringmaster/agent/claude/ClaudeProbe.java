package dev.ringmaster.agent.claude;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.ringmaster.agent.Executables;
import dev.ringmaster.agent.PlatformProbe;
import dev.ringmaster.agent.cli.Json;

/** Finds the binary, its version and its login without spending money: the login is told from files and variables alone. */
public final class ClaudeProbe {

    static final String CONFIG_DIR = "CLAUDE_CONFIG_DIR";

    /** The oldest version whose stream and options this parser is meant for. */
    private static final int[] MINIMUM = { 2, 1, 128 };
    private static final String INSTALL = "npm install -g @anthropic-ai/claude-code";
    private static final List<String> KEYS = List.of("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN",
            "CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX");
    private static final long CREDENTIAL_BYTES = 8 * 1024 * 1024;

    private final String command;
    private final Path configDir;
    private final Map<String, String> subscriptionEnvironment;
    private final Map<String, String> serverEnvironment;

    /**
     * @param command a path or a name to look for
     * @param subscriptionEnvironment what the subscription's configuration adds to an agent's environment
     * @param serverEnvironment where PATH and HOME come from; an agent inherits nothing else of it
     */
    public ClaudeProbe(String command, Path configDir, Map<String, String> subscriptionEnvironment,
            Map<String, String> serverEnvironment) {
        this.command = command;
        this.configDir = configDir;
        this.subscriptionEnvironment = Map.copyOf(subscriptionEnvironment);
        this.serverEnvironment = Map.copyOf(serverEnvironment);
    }

    /** Blocks for up to 15 seconds. */
    public PlatformProbe probe() {
        String searchPath = serverEnvironment.getOrDefault("PATH", "");
        Optional<Path> binary = Executables.find(command, searchPath);
        if (binary.isEmpty()) {
            return new PlatformProbe(ClaudePlatform.NAME, false, null, null, loggedIn(),
                    "Claude Code was not found ('" + command + "'). Install it with: " + INSTALL);
        }
        try {
            return judge(binary.get(), Executables.version(binary.get(), versionEnvironment()).orElse(null));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return judge(binary.get(), null);
        }
    }

    private PlatformProbe judge(Path binary, @Nullable String version) {
        Boolean loggedIn = loggedIn();
        if (version == null) {
            return new PlatformProbe(ClaudePlatform.NAME, false, null, binary.toString(), loggedIn, binary
                    + " did not answer to --version within 15 seconds. Install it again with: " + INSTALL);
        }
        if (isOlderThanMinimum(version)) {
            return new PlatformProbe(ClaudePlatform.NAME, false, version, binary.toString(), loggedIn, "Claude Code "
                    + version + " is too old, 2.1.128 is the oldest supported. Update it with: " + INSTALL);
        }
        String login = loggedIn == null ? "; whether it is logged in is not known"
                : loggedIn ? "" : ", not logged in. Log in with: " + CONFIG_DIR + "=" + configDir + " claude /login";
        return new PlatformProbe(ClaudePlatform.NAME, true, version, binary.toString(), loggedIn,
                "Claude Code " + version + login);
    }

    static boolean isOlderThanMinimum(String version) {
        String[] parts = version.split("[^0-9]+", 4);
        for (int i = 0; i < MINIMUM.length; i++) {
            int part = i < parts.length && !parts[i].isEmpty() && parts[i].length() < 10 ? Integer.parseInt(parts[i]) : 0;
            if (part != MINIMUM[i]) {
                return part < MINIMUM[i];
            }
        }
        return false;
    }

    /** PATH for wrappers written in node; nothing secret. */
    private Map<String, String> versionEnvironment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", serverEnvironment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
        environment.put("HOME", serverEnvironment.getOrDefault("HOME", System.getProperty("user.home")));
        environment.put(CONFIG_DIR, configDir.toString());
        environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
        environment.put("DISABLE_AUTOUPDATER", "1");
        return environment;
    }

    /**
     * A key in the environment, a stored login or a key helper. On macOS the login lies in the keychain, where asking opens a
     * dialog, so its absence from the files says nothing.
     */
    private @Nullable Boolean loggedIn() {
        boolean key = KEYS.stream().anyMatch(name -> !subscriptionEnvironment.getOrDefault(name, "").isBlank());
        if (key || hasStoredLogin()) {
            return true;
        }
        return System.getProperty("os.name", "").startsWith("Mac") ? null : Boolean.FALSE;
    }

    private boolean hasStoredLogin() {
        ObjectNode credentials = read(configDir.resolve(".credentials.json"));
        ObjectNode state = read(configDir.resolve(".claude.json"));
        ObjectNode settings = read(configDir.resolve("settings.json"));
        return has(credentials, "/claudeAiOauth/accessToken") || has(state, "/primaryApiKey")
                || has(settings, "/apiKeyHelper");
    }

    private static boolean has(@Nullable ObjectNode file, String pointer) {
        return file != null && !file.at(pointer).asText("").isBlank();
    }

    private static @Nullable ObjectNode read(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= CREDENTIAL_BYTES
                    ? Json.object(Files.readString(file))
                    : null;
        } catch (IOException unreadable) {
            return null;
        }
    }
}
