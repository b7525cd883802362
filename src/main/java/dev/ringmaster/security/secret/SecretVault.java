package dev.ringmaster.security.secret;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.security.Redactor;
import dev.ringmaster.support.RingmasterConfig;
import dev.ringmaster.support.RingmasterException;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * The stored secrets, opened, in this server's memory only. They are read when it starts, when somebody changes one here, each
 * time something is started that uses one, and now and then, because other servers change them too. Whatever was read is
 * redacted from then on.
 */
@ApplicationScoped
public class SecretVault {

    private static final Logger LOG = Logger.getLogger(SecretVault.class);
    private static final String REFERENCE = "secret:";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Before whatever else starts, and may need one. */
    private static final int FIRST = 10;

    private final Pool pool;
    private final SecretRepository rows;
    private final SecretsConfig config;
    private final Path home;
    private final Redactor redactor;
    private final Event<SecretsChanged> changed;
    private volatile Map<String, Opened> known = Map.of();
    private volatile @Nullable KeyRing keys;

    SecretVault(Pool pool, SecretRepository rows, SecretsConfig config, RingmasterConfig home, Redactor redactor,
            Event<SecretsChanged> changed) {
        this.pool = pool;
        this.rows = rows;
        this.config = config;
        this.home = home.home().toAbsolutePath();
        this.redactor = redactor;
        this.changed = changed;
    }

    /**
     * @param value null when this server cannot open it
     * @param problem why not
     */
    record Opened(SealedSecret sealed, @Nullable String value, @Nullable String problem) {

        @Override
        public String toString() {
            return "Opened[hidden]";
        }
    }

    /** Whether a value of the configuration is the name of a stored secret, and not the value itself. */
    public static boolean isReference(String value) {
        return value.startsWith(REFERENCE);
    }

    /** @throws RingmasterException VALIDATION when a key is configured that is none: the server must not start then */
    void onStart(@Observes @Priority(FIRST) StartupEvent ignored) {
        refresh().chain(this::renewKeys).await().atMost(PATIENCE);
        known.forEach((name, opened) -> {
            if (opened.problem() != null) {
                LOG.errorf("secret.unreadable name=%s: %s", name, opened.problem());
            }
        });
    }

    @Scheduled(every = "30s", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return refresh().onFailure().invoke(failure -> LOG.warnf("secret.look failed: %s", failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    /** Reads what has changed since. */
    public Uni<Void> refresh() {
        return rows.all(pool).invoke(this::take).replaceWithVoid();
    }

    private synchronized void take(List<SecretRow> all) {
        var before = known;
        var now = new HashMap<String, Opened>();
        for (var row : all) {
            var old = before.get(row.name());
            now.put(row.name(), old != null && old.sealed().equals(row.secret()) ? old : open(row));
        }
        if (!now.equals(before)) {
            known = Map.copyOf(now);
            redactor.learn(now.values().stream().map(Opened::value).filter(value -> value != null).toList());
            changed.fire(new SecretsChanged());
        }
    }

    private Opened open(SecretRow row) {
        var ring = keys(false);
        var key = ring.find(row.secret().keyId());
        if (key.isEmpty()) {
            return new Opened(row.secret(), null, "It was encrypted with the key " + row.secret().keyId()
                    + ", which this server does not have. Add that key to " + ring.where() + ", or set the secret again.");
        }
        try {
            return new Opened(row.secret(), row.secret().open(key.get(), row.name()), null);
        } catch (RingmasterException e) {
            return new Opened(row.secret(), null, e.getMessage());
        }
    }

    private synchronized KeyRing keys(boolean mayCreate) {
        var ring = keys;
        if (ring == null || ring.keys().isEmpty() && mayCreate) {
            ring = KeyRing.load(config, home, mayCreate);
            keys = ring;
        }
        return ring;
    }

    /** What is encrypted with an older key is encrypted with the newest from now on. */
    private Uni<Void> renewKeys() {
        var ring = keys(known.isEmpty());
        var old = known.entrySet().stream().filter(entry -> entry.getValue().value() != null
                && !entry.getValue().sealed().keyId().equals(ring.newest().id())).toList();
        if (old.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var writes = old.stream().map(entry -> {
            var sealed = entry.getValue().sealed();
            return rows.rewrap(pool, entry.getKey(), sealed, sealed.rewrapped(ring.find(sealed.keyId()).orElseThrow(),
                    ring.newest(), entry.getKey()));
        }).toList();
        return Uni.join().all(writes).andFailFast().invoke(() -> LOG.infof("secret.keys renewed secrets=%d key=%s", old.size(),
                ring.newest().id())).chain(this::refresh);
    }

    /** A value as this server's newest key seals it. */
    SealedSecret seal(String name, String value) {
        return SealedSecret.seal(keys(known.isEmpty()).newest(), name, value);
    }

    /** Why this server cannot open it; null if it can. */
    @Nullable
    String problem(String name) {
        var opened = known.get(name);
        return opened == null ? null : opened.problem();
    }

    /**
     * The value that is meant: of the secret, where it is the name of one.
     *
     * @throws RingmasterException VALIDATION when there is no such secret, or it cannot be opened
     */
    public String reveal(String value) {
        if (!isReference(value)) {
            return value;
        }
        var name = value.substring(REFERENCE.length()).strip();
        var opened = known.get(name);
        if (opened == null) {
            throw RingmasterException.invalid("The configuration refers to the secret \"" + name
                    + "\", which is not stored. An admin stores it with the mutation setSecret.");
        }
        if (opened.value() == null) {
            throw RingmasterException.invalid("The secret \"" + name + "\" cannot be used. " + opened.problem());
        }
        return opened.value();
    }

    /** @throws RingmasterException as {@link #reveal(String)} */
    public Map<String, String> reveal(Map<String, String> values) {
        var revealed = new HashMap<>(values);
        revealed.replaceAll((name, value) -> reveal(value));
        return revealed;
    }
}
