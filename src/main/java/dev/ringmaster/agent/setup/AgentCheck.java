package dev.ringmaster.agent.setup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import dev.ringmaster.agent.PlatformProbe;
import dev.ringmaster.agent.PlatformProbes;
import dev.ringmaster.agent.Subscriptions;
import io.quarkus.runtime.StartupEvent;

/** Looks at the start which of the configured accounts' CLIs are there, and says in the log how to repair the others. */
@ApplicationScoped
class AgentCheck {

    private static final Logger LOG = Logger.getLogger(AgentCheck.class);

    private final Subscriptions subscriptions;
    private final PlatformProbes probes;

    AgentCheck(Subscriptions subscriptions, PlatformProbes probes) {
        this.subscriptions = subscriptions;
        this.probes = probes;
    }

    void onStart(@Observes StartupEvent ignored) {
        probes.of(subscriptions.platforms()).subscribe().with(found -> found.values().forEach(AgentCheck::say),
                failure -> LOG.warnf("agent.check failed: %s", failure.getMessage()));
    }

    private static void say(PlatformProbe probe) {
        if (probe.available() && !Boolean.FALSE.equals(probe.loggedIn())) {
            LOG.infof("agent.found platform=%s: %s", probe.platform(), probe.message());
        } else {
            LOG.warnf("agent.unusable platform=%s: %s", probe.platform(), probe.message());
        }
    }
}
