package dev.ringmaster.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jboss.logging.Logger;

import dev.ringmaster.delivery.argocd.ArgoCd;
import dev.ringmaster.delivery.dockerhub.DockerHub;
import dev.ringmaster.delivery.github.GitHub;
import dev.ringmaster.delivery.integration.Health;
import dev.ringmaster.delivery.integration.Integration;
import dev.ringmaster.delivery.integration.IntegrationException;
import dev.ringmaster.delivery.integration.Kind;
import dev.ringmaster.delivery.integration.Wiring;
import dev.ringmaster.delivery.kubernetes.Kubernetes;
import dev.ringmaster.support.RingmasterException;
import io.smallrye.mutiny.Uni;

/**
 * The one place that knows which other systems there are. It builds their clients from the configuration, hands them out,
 * knows how they are, and closes them. To add one: a package with its client, and a line in {@link #KINDS}.
 */
public final class IntegrationHub implements AutoCloseable {

    public static final List<Kind<?, ?>> KINDS = List.of(GitHub.KIND, ArgoCd.KIND, Kubernetes.KIND, DockerHub.KIND);

    private static final Logger LOG = Logger.getLogger(IntegrationHub.class);
    private static final Duration PROBE_PATIENCE = Duration.ofSeconds(20);

    /** Gives the mapping of a part of the configuration. */
    public interface Settings {

        <C> C of(Class<C> mapping);
    }

    private final Settings settings;
    private final Wiring wiring;
    private final Clock clock;
    private final Map<String, Health> health = new ConcurrentHashMap<>();
    private volatile Map<String, Optional<Integration>> integrations;

    /** @throws RuntimeException when a setting is wrong, with a message that names it */
    public IntegrationHub(Settings settings, Wiring wiring, Clock clock) {
        this.settings = settings;
        this.wiring = wiring;
        this.clock = clock;
        this.integrations = make();
    }

    private Map<String, Optional<Integration>> make() {
        var all = new LinkedHashMap<String, Optional<Integration>>();
        KINDS.forEach(kind -> all.put(kind.name(), make(kind)));
        return all;
    }

    private <C> Optional<Integration> make(Kind<C, ?> kind) {
        try {
            Optional<Integration> made = kind.maker().apply(settings.of(kind.settings()), wiring).map(client -> client);
            health.put(kind.name(), new Health(kind.name(), made.isPresent(), false,
                    made.isPresent() ? "not looked at yet"
                            : "not configured: see docs/integrations.md for ringmaster.integrations." + kind.name(),
                    null));
            return made;
        } catch (RingmasterException unusable) {
            // Such as a secret that is not stored yet; once it is, this is done again.
            health.put(kind.name(), new Health(kind.name(), true, false, String.valueOf(unusable.getMessage()),
                    clock.instant()));
            return Optional.empty();
        }
    }

    /** Makes all clients anew, because what the settings refer to has changed. What the old ones are doing fails. */
    public synchronized void renew() {
        var old = integrations;
        integrations = make();
        old.values().forEach(integration -> integration.ifPresent(Integration::close));
    }

    public Optional<GitHub> github() {
        return find(GitHub.KIND);
    }

    public Optional<ArgoCd> argoCd() {
        return find(ArgoCd.KIND);
    }

    public Optional<Kubernetes> kubernetes() {
        return find(Kubernetes.KIND);
    }

    public Optional<DockerHub> dockerHub() {
        return find(DockerHub.KIND);
    }

    /** The client of a kind; empty when it is not configured. */
    public <T extends Integration> Optional<T> find(Kind<?, T> kind) {
        return integrations.getOrDefault(kind.name(), Optional.empty()).map(kind.type()::cast);
    }

    /** How each was when it was last looked at, in the order of {@link #KINDS}. */
    public List<Health> health() {
        return KINDS.stream().map(kind -> health.get(kind.name())).filter(Objects::nonNull).toList();
    }

    /** Looks at all that are configured, side by side. Never fails. */
    public Uni<List<Health>> examine() {
        var looks = new ArrayList<Uni<Void>>();
        integrations.forEach((name, integration) -> integration.ifPresent(client -> looks.add(look(name, client))));
        return looks.isEmpty() ? Uni.createFrom().item(this::health)
                : Uni.join().all(looks).andCollectFailures().map(ignored -> health());
    }

    /**
     * Looks at one of them now.
     *
     * @param name as in {@link Kind#name}
     * @return how it is; one that is not configured says how to configure it
     * @throws RingmasterException NOT_FOUND when there is no such kind
     */
    public Uni<Health> examine(String name) {
        var integration = integrations.get(name);
        if (integration == null) {
            throw RingmasterException.notFound("integration", "\"" + name + "\"; there are "
                    + String.join(", ", integrations.keySet()));
        }
        return integration.map(client -> look(name, client)).orElseGet(() -> Uni.createFrom().voidItem())
                .map(ignored -> Objects.requireNonNull(health.get(name)));
    }

    private Uni<Void> look(String name, Integration client) {
        return Uni.createFrom().deferred(client::probe).ifNoItem().after(PROBE_PATIENCE)
                .failWith(() -> IntegrationException.unavailable(name + " did not answer within "
                        + PROBE_PATIENCE.toSeconds() + " s"))
                .map(message -> new Health(name, true, true, message, clock.instant()))
                .onFailure().recoverWithItem(failure -> new Health(name, true, false, String.valueOf(failure.getMessage()),
                        clock.instant()))
                .invoke(found -> remember(name, found)).replaceWithVoid();
    }

    private void remember(String name, Health found) {
        var before = health.put(name, found);
        if (before == null || before.checkedAt() == null || before.healthy() != found.healthy()) {
            LOG.infof("integration.health name=%s healthy=%s: %s", name, found.healthy(), found.message());
        }
    }

    @Override
    public void close() {
        integrations.values().forEach(integration -> integration.ifPresent(Integration::close));
    }
}
