package dev.ringmaster.loop;

import java.util.concurrent.Executors;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

import dev.ringmaster.agent.AgentsConfig;
import dev.ringmaster.runner.LocalRunner;
import dev.ringmaster.security.CredentialSource;
import dev.ringmaster.security.RedactingLogFilter;
import dev.ringmaster.security.Redactor;
import dev.ringmaster.support.RingmasterConfig;
import dev.ringmaster.workspace.Workspaces;

/** Makes the plain classes that loops stand on injectable. */
@Singleton
class LoopProducers {

    private static final Logger LOG = Logger.getLogger(LoopProducers.class);

    @Produces
    @Singleton
    LocalRunner localRunner(RingmasterConfig config, SandboxConfig sandbox, AgentsConfig agents) {
        var runner = new LocalRunner(config.home().toAbsolutePath().resolve("spool"),
                Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("spool-poll").factory()),
                SandboxSetup.sandbox(sandbox, agents, config.home().toAbsolutePath(), ConfigProvider.getConfig()));
        var isolation = runner.isolation();
        LOG.log(isolation.active() ? Logger.Level.INFO : Logger.Level.WARN, "sandbox active=" + isolation.active() + ": "
                + isolation.message());
        return runner;
    }

    void close(@Disposes LocalRunner runner) {
        runner.close();
    }

    @Produces
    @Singleton
    Workspaces workspaces() {
        return new Workspaces();
    }

    @Produces
    @Singleton
    Redactor redactor(Instance<CredentialSource> sources) {
        var known = KnownSecrets.in(ConfigProvider.getConfig());
        sources.forEach(source -> known.addAll(source.credentials()));
        var redactor = new Redactor(known);
        RedactingLogFilter.use(redactor);
        return redactor;
    }
}
