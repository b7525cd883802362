package dev.ringmaster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Assumptions;

import dev.ringmaster.agent.CodingPlatform;
import dev.ringmaster.agent.Executables;
import dev.ringmaster.agent.aider.AiderPlatform;
import dev.ringmaster.agent.claude.ClaudePlatform;
import dev.ringmaster.agent.cli.Installation;
import dev.ringmaster.agent.codex.CodexPlatform;
import dev.ringmaster.agent.gemini.GeminiPlatform;
import dev.ringmaster.agent.opencode.OpencodePlatform;

/**
 * A real agent CLI, when this machine has it, and how it is made to ask a scripted model on loopback: with a fake key, a
 * configuration directory of its own, and nothing that calls home.
 */
public enum RealAgent {

    CLAUDE("claude-code", "claude", "@anthropic-ai/claude-code@2.1.330", "sonnet"),
    CODEX("codex", "codex", "@openai/codex@0.169.0", "gpt-test"),
    GEMINI("gemini", "gemini", "@google/gemini-cli@0.61.0", "gemini-2.5-flash"),
    OPENCODE("opencode", "opencode", "opencode-ai@1.18.33", "scripted/test"),
    AIDER("aider", "aider", "aider-chat==0.86.2", "openai/test");

    private static final String OPENCODE_CONFIG = """
            {"provider":{"scripted":{"npm":"@ai-sdk/openai-compatible","name":"Scripted",
             "options":{"baseURL":"%s/v1","apiKey":"sk-fake-not-real"},
             "models":{"test":{"name":"Test","limit":{"context":100000,"output":8000}}}}},
             "small_model":"scripted/test"}
            """;
    private static final String CODEX_CONFIG = """
            model_provider = "scripted"

            [model_providers.scripted]
            name = "Scripted"
            base_url = "%s/v1"
            env_key = "SCRIPTED_API_KEY"
            wire_api = "responses"
            request_max_retries = 1
            stream_max_retries = 1
            """;

    private final String platform;
    private final String binary;
    private final String distribution;
    private final String model;

    RealAgent(String platform, String binary, String distribution, String model) {
        this.platform = platform;
        this.binary = binary;
        this.distribution = distribution;
        this.model = model;
    }

    /** @param name of a {@link CapturedStream}, whose directory is named like the agent that printed it */
    public static RealAgent ofStream(String name) {
        return valueOf(name.substring(0, name.indexOf('/')).toUpperCase(Locale.ROOT));
    }

    public String platform() {
        return platform;
    }

    /** The version that the tests were written for, and that CI installs. */
    public String version() {
        return distribution.replaceFirst(".*(?:@|==)", "");
    }

    /** What a subscription of it names as its model. */
    public String model() {
        return model;
    }

    /** The environment variable that tells where it is installed. */
    public String variable() {
        return "RINGMASTER_TEST_" + name();
    }

    /** The name of its program. */
    public String binary() {
        return binary;
    }

    /** What it is started with, whether or not it is there. */
    public String command() {
        return System.getenv().getOrDefault(variable(), binary);
    }

    /** Where it is installed, if it is. */
    public Optional<Path> find() {
        return Executables.find(command(), System.getenv().getOrDefault("PATH", ""));
    }

    /** Where it is installed; skips the test when it is not. */
    public Path orSkip() {
        var found = find();
        String install = this == AIDER
                ? "python3 -m venv DIRECTORY && DIRECTORY/bin/pip install " + distribution + " and set " + variable()
                        + "=DIRECTORY/bin/aider"
                : "npm install --prefix DIRECTORY " + distribution + " and set " + variable()
                        + "=DIRECTORY/node_modules/.bin/" + binary;
        Assumptions.assumeTrue(found.isPresent(),
                "The " + platform + " CLI is not installed ('" + command() + "'). Install it with: " + install);
        return found.orElseThrow();
    }

    public CodingPlatform codingPlatform(Path configDir) {
        var installation = new Installation(command(), configDir, Map.of(), System.getenv());
        return switch (this) {
            case CLAUDE -> new ClaudePlatform(installation);
            case CODEX -> new CodexPlatform(installation);
            case GEMINI -> new GeminiPlatform(installation);
            case OPENCODE -> new OpencodePlatform(installation);
            case AIDER -> new AiderPlatform(installation);
        };
    }

    /** What a subscription adds to the environment, for a model at this address. */
    public Map<String, String> environment(String modelUrl) {
        return switch (this) {
            case CLAUDE -> Map.of("ANTHROPIC_BASE_URL", modelUrl, "ANTHROPIC_API_KEY", "sk-ant-fake-not-a-real-key",
                    "CLAUDE_CODE_MAX_RETRIES", "1");
            case CODEX -> Map.of("SCRIPTED_API_KEY", "sk-fake-not-real", CodexPlatform.SANDBOX, "danger-full-access");
            case GEMINI -> Map.of("GOOGLE_GEMINI_BASE_URL", modelUrl, "GEMINI_API_KEY", "AIzaFakeNotReal");
            case OPENCODE -> Map.of("OPENCODE_CONFIG_CONTENT", OPENCODE_CONFIG.formatted(modelUrl).replace("\n", ""));
            case AIDER -> Map.of("OPENAI_API_BASE", modelUrl + "/v1", "OPENAI_API_KEY", "sk-fake-not-real");
        };
    }

    /** Lays out in the configuration directory what cannot be said by variables. */
    public void prepare(Path configDir, String modelUrl) {
        try {
            Files.createDirectories(configDir);
            if (this == CODEX) {
                Files.writeString(configDir.resolve("config.toml"), CODEX_CONFIG.formatted(modelUrl));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The settings of a server for a subscription of this agent. */
    public Map<String, String> settings(String subscription, int priority, String modelUrl) {
        var settings = new HashMap<String, String>();
        settings.put("ringmaster.platforms." + platform + ".command", command());
        var prefix = "ringmaster.subscriptions." + subscription + ".";
        settings.put(prefix + "platform", platform);
        settings.put(prefix + "model", model);
        settings.put(prefix + "priority", String.valueOf(priority));
        environment(modelUrl).forEach((name, value) -> settings.put(prefix + "env." + name, value));
        return settings;
    }

    /** What a scripted model answers to have a file written and the task declared done: aider asks once, the others twice. */
    public List<ModelReply> work(Path file, String content) {
        var write = ModelReply.write(file.toString(), content);
        var done = ModelReply.complete();
        return this == AIDER ? List.of(write.and(done)) : List.of(write, done);
    }

    /** Whether it runs commands that the model asks for. */
    public boolean hasTools() {
        return this != AIDER;
    }
}
