package dev.ringmaster.agent.setup;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import dev.ringmaster.agent.AgentsConfig;
import dev.ringmaster.agent.PlatformProbes;
import dev.ringmaster.agent.Platforms;
import dev.ringmaster.agent.Subscriptions;
import dev.ringmaster.support.RingmasterConfig;

/** Makes the configured agents injectable. */
@Singleton
class AgentProducers {

    private final AgentSetup setup;

    AgentProducers(AgentsConfig config, RingmasterConfig home) {
        this.setup = new AgentSetup(config, home.home(), System.getenv());
    }

    @Produces
    @Singleton
    Subscriptions subscriptions() {
        return setup.subscriptions();
    }

    @Produces
    @Singleton
    Platforms platforms() {
        return setup.platforms();
    }

    @Produces
    @Singleton
    PlatformProbes probes(Platforms platforms) {
        return new PlatformProbes(platforms);
    }
}
