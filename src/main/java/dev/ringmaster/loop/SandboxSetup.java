package dev.ringmaster.loop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.Config;

import dev.ringmaster.agent.AgentsConfig;
import dev.ringmaster.agent.custom.CommandFiles;
import dev.ringmaster.runner.MachineAccess;
import dev.ringmaster.runner.Sandbox;

/** Looks for a sandbox, as the configuration wants it. */
public final class SandboxSetup {

    /** Where the server may have been told credentials, seen from the directory that it was started in. */
    private static final List<Path> SETTINGS = Stream.of("config", ".env", "application.yaml", "application.properties")
            .map(Path::of).toList();

    private SandboxSetup() {
    }

    /** Blocks for a second at most. */
    public static Sandbox sandbox(SandboxConfig sandbox, AgentsConfig agents, Path home, Config config) {
        boolean wanted = sandbox.mode() != SandboxMode.OFF || sandbox.subscriptions().values().stream()
                .anyMatch(one -> one.mode().filter(mode -> mode != SandboxMode.OFF).isPresent());
        return wanted ? Sandbox.find(machine(sandbox, agents, home, config))
                : Sandbox.none("No sandbox: ringmaster.sandbox.mode is off. Agents can read and change all that the server's"
                        + " user can.");
    }

    static MachineAccess machine(SandboxConfig sandbox, AgentsConfig agents, Path home, Config config) {
        var hidden = new ArrayList<>(List.of(home));
        SETTINGS.stream().map(Path::toAbsolutePath).forEach(hidden::add);
        Stream.of("quarkus.config.locations", "smallrye.config.locations", "ringmaster.secrets.key-file")
                .flatMap(key -> config.getOptionalValue(key, String.class).stream())
                .flatMap(value -> Arrays.stream(value.split(","))).map(String::strip)
                .filter(value -> !value.isEmpty() && !value.contains(":/")).map(value -> Path.of(value).toAbsolutePath())
                .forEach(hidden::add);
        hidden.addAll(sandbox.hidden().orElse(List.of()));
        var readable = Stream.concat(sandbox.readable().stream().flatMap(List::stream),
                agents.platforms().values().stream().flatMap(platform -> CommandFiles.of(platform.command()))).toList();
        return new MachineAccess(hidden, readable, sandbox.writable().orElse(List.of()));
    }
}
