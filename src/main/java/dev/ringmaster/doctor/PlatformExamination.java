package dev.ringmaster.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.KnownPlatforms;
import dev.ringmaster.agent.KnownPlatforms.Known;
import dev.ringmaster.agent.PlatformProbe;
import dev.ringmaster.agent.PlatformProbes;
import dev.ringmaster.agent.Platforms;
import dev.ringmaster.agent.Subscription;
import dev.ringmaster.agent.SubscriptionChoice;
import dev.ringmaster.agent.setup.AgentSetup;
import dev.ringmaster.support.RingmasterException;

/**
 * The coding agents: each one that Ringmaster knows or that the configuration names, and the account that a card gets which
 * names none. Only that account can be broken; an agent that nobody asked for is merely not there.
 */
public final class PlatformExamination implements Examination {

    static final String DEFAULT = "default";

    private final Supplier<AgentSetup> setup;

    /** The setup is read when it is asked for; what it throws becomes a finding. */
    public PlatformExamination(Supplier<AgentSetup> setup) {
        this.setup = setup;
    }

    @Override
    public String title() {
        return "Coding agents";
    }

    @Override
    public List<Finding> examine() {
        var findings = new ArrayList<Finding>();
        try {
            var agents = setup.get();
            var probes = probes(agents.platforms());
            probes.values().forEach(probe -> findings.add(finding(probe)));
            findings.add(standard(agents, probes));
        } catch (RuntimeException e) {
            // A wrong value in the configuration: SmallRye and our own records throw different types, all say which.
            findings.add(Finding.broken("settings", "cannot be read: " + e.getMessage(),
                    "correct application.yaml or the environment variable that it names"));
        }
        return findings;
    }

    /** By name. Each probe takes up to 30 seconds, so they run side by side. */
    private Map<String, PlatformProbe> probes(Platforms platforms) {
        var tasks = new ArrayList<Callable<PlatformProbe>>();
        platforms.all().forEach(platform -> tasks.add(platform::probe));
        var found = new TreeMap<String, PlatformProbe>();
        try (var pool = Executors.newFixedThreadPool(Math.max(1, tasks.size()))) {
            for (var probe : pool.invokeAll(tasks)) {
                found.put(probe.get().platform(), probe.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking for agents", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("looking for agents failed: " + e.getCause(), e);
        }
        return found;
    }

    private static Finding finding(PlatformProbe probe) {
        var found = probe.path() == null ? probe.message() : probe.message() + " (" + probe.path() + ")";
        return works(probe) ? Finding.good(probe.platform(), found)
                : Finding.limited(probe.platform(), found, repair(probe));
    }

    private static boolean works(PlatformProbe probe) {
        return probe.available() && !Boolean.FALSE.equals(probe.loggedIn());
    }

    private static String repair(PlatformProbe probe) {
        return KnownPlatforms.byName(probe.platform()).map(known -> repair(probe, known))
                .orElse("install it, or correct ringmaster.platforms." + probe.platform() + ".command");
    }

    private static String repair(PlatformProbe probe, Known known) {
        return probe.path() == null || !probe.available() ? known.installCommand() : known.loginCommand();
    }

    /** What a card gets that names no account. */
    private static Finding standard(AgentSetup agents, Map<String, PlatformProbe> probes) {
        var platforms = agents.platforms();
        Predicate<Subscription> able = one -> trouble(one, platforms, probes) == null;
        Subscription chosen;
        try {
            chosen = SubscriptionChoice.choose(agents.subscriptions().all(), null, null, able, able);
        } catch (RingmasterException e) {
            return Finding.broken(DEFAULT, "a card that names no subscription gets none",
                    String.valueOf(e.getMessage()));
        }
        var found = "a card that names no subscription gets \"" + chosen.name() + "\" (" + chosen.platform() + ")";
        var trouble = trouble(chosen, platforms, probes);
        if (trouble == null) {
            return Finding.good(DEFAULT, found);
        }
        var probe = probes.get(chosen.platform());
        return probe == null
                ? Finding.broken(DEFAULT, found + ", and there is no such platform",
                        "correct ringmaster.subscriptions." + chosen.name() + ".platform: one of "
                                + String.join(", ", KnownPlatforms.all().stream().map(Known::name).toList())
                                + ", or a name under ringmaster.platforms")
                : Finding.broken(DEFAULT, found + ", which cannot work: " + trouble,
                        repair(chosen, platforms, probe)
                                + " (until then, name the subscription \"demo\" on a card to look around)");
    }

    private static @Nullable String trouble(Subscription account, Platforms platforms, Map<String, PlatformProbe> probes) {
        return PlatformProbes.trouble(account, platforms.find(account.platform()).orElse(null),
                probes.get(account.platform()));
    }

    private static String repair(Subscription account, Platforms platforms, PlatformProbe probe) {
        return probe.available()
                ? platforms.find(account.platform()).map(platform -> platform.login(account.configDir())).orElseThrow()
                : repair(probe);
    }
}
