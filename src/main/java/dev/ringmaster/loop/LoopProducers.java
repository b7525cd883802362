package dev.ringmaster.loop;

import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

import dev.ringmaster.agent.Subscriptions;
import dev.ringmaster.runner.LocalRunner;
import dev.ringmaster.security.Redactor;
import dev.ringmaster.support.RingmasterConfig;
import dev.ringmaster.workspace.Workspaces;

/** Makes the plain classes that loops stand on injectable. */
@Singleton
class LoopProducers {

    /** Names of variables whose values must not be seen. */
    private static final Pattern SECRET_NAME = Pattern.compile(".*(KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL).*",
            Pattern.CASE_INSENSITIVE);

    @Produces
    @Singleton
    LocalRunner localRunner(RingmasterConfig config, SandboxConfig sandbox) {
        return new LocalRunner(config.home().toAbsolutePath().resolve("spool"),
                Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("spool-poll").factory()),
                SandboxSetup.sandbox(sandbox, config.home().toAbsolutePath(), ConfigProvider.getConfig()));
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
    Redactor redactor(Subscriptions subscriptions) {
        var ofAgents = subscriptions.all().stream()
                .flatMap(subscription -> subscription.environment().entrySet().stream())
                .filter(variable -> SECRET_NAME.matcher(variable.getKey()).matches())
                .map(variable -> variable.getValue());
        return new Redactor(Stream.concat(ofAgents, ofIntegrations(ConfigProvider.getConfig())).toList());
    }

    /** The credentials of other systems, whichever there are. */
    private static Stream<String> ofIntegrations(Config config) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> (name.startsWith("ringmaster.integrations.") || name.startsWith("ringmaster.notifications."))
                        && SECRET_NAME.matcher(name).matches())
                .flatMap(name -> config.getOptionalValue(name, String.class).stream());
    }
}
