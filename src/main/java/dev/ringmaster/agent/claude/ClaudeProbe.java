package dev.ringmaster.agent.claude;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.ringmaster.agent.PlatformProbe;
import dev.ringmaster.agent.cli.CliProbe;
import dev.ringmaster.agent.cli.Installation;
import dev.ringmaster.agent.cli.Json;

/** Tells the login without spending money: from files and variables alone. */
final class ClaudeProbe {

    static final String CONFIG_DIR = "CLAUDE_CONFIG_DIR";

    private static final List<String> KEYS = List.of("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN",
            "CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX", "CLAUDE_CODE_USE_FOUNDRY");
    private static final long CREDENTIAL_BYTES = 8 * 1024 * 1024;

    private final Installation installation;
    private final Path configDir;

    ClaudeProbe(Installation installation) {
        this.installation = installation;
        this.configDir = installation.configDir();
    }

    /**
     * Blocks for up to 30 seconds.
     *
     * @param login what a person does when it is not logged in
     */
    PlatformProbe probe(String login) {
        var quiet = Map.of(CONFIG_DIR, configDir.toString(), "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1",
                "DISABLE_AUTOUPDATER", "1");
        return new CliProbe(ClaudePlatform.NAME, installation, quiet).probe(loggedIn(),
                login);
    }

    /**
     * A key in the environment, a stored login or a key helper. On macOS the login lies in the keychain, where asking opens a
     * dialog, so its absence from the files says nothing.
     */
    @Nullable
    Boolean loggedIn() {
        if (installation.gives(KEYS::contains) || hasStoredLogin()) {
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
