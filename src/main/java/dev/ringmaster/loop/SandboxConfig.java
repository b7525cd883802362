package dev.ringmaster.loop;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** What agents, and the check and setup commands of projects, may reach of this machine. */
@ConfigMapping(prefix = "ringmaster.sandbox")
public interface SandboxConfig {

    /**
     * auto: agents run under bubblewrap where it is installed and works. required: nothing is started where it does not. off:
     * agents can read and change all that the server's user can.
     */
    @WithDefault("auto")
    @WithConverter(SandboxMode.Reader.class)
    SandboxMode mode();

    /** Whether agents in the sandbox have a network. Without one they reach no model, a local one neither. */
    @WithDefault("true")
    boolean agentNetwork();

    /** Whether check and setup commands in the sandbox have a network. */
    @WithDefault("true")
    boolean commandNetwork();

    /**
     * Private files that may be read in the sandbox, such as a toolchain in your home. Programs in PATH are found without an
     * entry.
     */
    Optional<List<Path>> readable();

    /** Files that may be changed in the sandbox, such as a cache, or the socket of a container engine, which opens all. */
    Optional<List<Path>> writable();

    /** Files that are not seen in the sandbox although they do not lie in a home. */
    Optional<List<Path>> hidden();

    /** What holds for single subscriptions instead, by name. */
    Map<String, SubscriptionSandbox> subscriptions();

    /** Instead of what holds for all. */
    interface SubscriptionSandbox {

        /** As ringmaster.sandbox.mode. */
        Optional<@WithConverter(SandboxMode.Reader.class) SandboxMode> mode();

        /** As ringmaster.sandbox.agent-network. */
        Optional<Boolean> network();
    }
}
