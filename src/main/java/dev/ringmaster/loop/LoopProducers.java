package dev.ringmaster.loop;

import java.util.concurrent.Executors;
import java.util.regex.Pattern;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

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
    LocalRunner localRunner(RingmasterConfig config) {
        return new LocalRunner(config.home().toAbsolutePath().resolve("spool"),
                Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("spool-poll").factory()));
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
        return new Redactor(subscriptions.all().stream()
                .flatMap(subscription -> subscription.environment().entrySet().stream())
                .filter(variable -> SECRET_NAME.matcher(variable.getKey()).matches())
                .map(variable -> variable.getValue()).toList());
    }
}
