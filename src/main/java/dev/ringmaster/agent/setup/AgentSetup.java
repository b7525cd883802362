package dev.ringmaster.agent.setup;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.ringmaster.agent.AgentsConfig;
import dev.ringmaster.agent.AgentsConfig.PatternsConfig;
import dev.ringmaster.agent.AgentsConfig.PlatformConfig;
import dev.ringmaster.agent.AgentsConfig.SubscriptionConfig;
import dev.ringmaster.agent.CodingPlatform;
import dev.ringmaster.agent.KnownPlatforms;
import dev.ringmaster.agent.Platforms;
import dev.ringmaster.agent.Subscription;
import dev.ringmaster.agent.Subscriptions;
import dev.ringmaster.agent.aider.AiderPlatform;
import dev.ringmaster.agent.claude.ClaudePlatform;
import dev.ringmaster.agent.cli.Installation;
import dev.ringmaster.agent.codex.CodexPlatform;
import dev.ringmaster.agent.custom.CustomCommand;
import dev.ringmaster.agent.custom.CustomPlatform;
import dev.ringmaster.agent.custom.LinePatterns;
import dev.ringmaster.agent.demo.DemoPlatform;
import dev.ringmaster.agent.gemini.GeminiPlatform;
import dev.ringmaster.agent.opencode.OpencodePlatform;
import dev.ringmaster.support.RingmasterException;

/** Reads the configuration of agents. Pure: starts nothing, finds nothing. */
public final class AgentSetup {

    private final AgentsConfig config;
    private final Path home;
    private final Map<String, String> serverEnvironment;

    /** @param home the server's own directory, for what has no directory of its own */
    public AgentSetup(AgentsConfig config, Path home, Map<String, String> serverEnvironment) {
        this.config = config;
        this.home = home.toAbsolutePath();
        this.serverEnvironment = serverEnvironment;
    }

    public Subscriptions subscriptions() {
        var all = new HashMap<String, Subscription>();
        config.subscriptions().forEach((name, settings) -> all.put(name, subscription(name, settings)));
        return new Subscriptions(all);
    }

    private Subscription subscription(String name, SubscriptionConfig settings) {
        var environment = settings.env().entrySet().stream().filter(entry -> entry.getValue().isPresent())
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().get()));
        return new Subscription(name, settings.platform(), settings.model().filter(model -> !model.isBlank()).orElse(null),
                settings.enabled(), settings.priority(), settings.maxConcurrent(), settings.automatic(),
                settings.configDir().map(this::expand).orElse(home.resolve("agents").resolve(name).resolve("config")),
                environment);
    }

    /** A leading {@code ~} means the person's home, as in a shell. */
    private Path expand(Path path) {
        return path.startsWith("~") ? Path.of(serverEnvironment.getOrDefault("HOME", System.getProperty("user.home")))
                .resolve(Path.of("~").relativize(path)) : path.toAbsolutePath();
    }

    /** @throws RingmasterException VALIDATION when a custom platform's configuration makes no sense */
    public Platforms platforms() {
        var searchPath = serverEnvironment.getOrDefault("PATH", "");
        var all = new HashMap<String, CodingPlatform>();
        all.put(DemoPlatform.NAME, new DemoPlatform(searchPath));
        KnownPlatforms.all().forEach(known -> all.put(known.name(), builtIn(known)));
        config.platforms().forEach((name, settings) -> {
            if (!all.containsKey(name)) {
                all.put(name, new CustomPlatform(new CustomCommand(name, settings.command(), settings.env(),
                        CustomCommand.Output.of(settings.output()), patterns(settings.patterns())), searchPath));
            }
        });
        return new Platforms(all);
    }

    private CodingPlatform builtIn(KnownPlatforms.Known known) {
        var installation = installation(known);
        return switch (known.name()) {
            case ClaudePlatform.NAME -> new ClaudePlatform(installation);
            case AiderPlatform.NAME -> new AiderPlatform(installation);
            case CodexPlatform.NAME -> new CodexPlatform(installation);
            case GeminiPlatform.NAME -> new GeminiPlatform(installation);
            case OpencodePlatform.NAME -> new OpencodePlatform(installation);
            default -> throw new IllegalStateException("no package for the platform " + known.name());
        };
    }

    /** A built-in platform's program may be named in the configuration too. Its probe tells the first account's login. */
    private Installation installation(KnownPlatforms.Known known) {
        var command = Optional.ofNullable(config.platforms().get(known.name())).map(PlatformConfig::command)
                .filter(argv -> !argv.isEmpty()).map(argv -> argv.getFirst()).orElse(known.binary());
        var account = subscriptions().all().stream().filter(one -> one.platform().equals(known.name()))
                .min(Comparator.comparing((Subscription one) -> !one.enabled()).thenComparingInt(Subscription::priority));
        var configDir = account.map(Subscription::configDir).orElse(home.resolve("agents").resolve(known.binary()));
        return new Installation(command, configDir, account.map(Subscription::environment).orElse(Map.of()),
                serverEnvironment);
    }

    private static LinePatterns patterns(PatternsConfig settings) {
        return new LinePatterns(LinePatterns.compile("tokens", settings.tokens()),
                LinePatterns.compile("cost", settings.cost()), LinePatterns.compile("file", settings.file()),
                LinePatterns.compile("error", settings.error()), LinePatterns.compile("limit", settings.limit()),
                LinePatterns.compile("auth", settings.auth()));
    }
}
