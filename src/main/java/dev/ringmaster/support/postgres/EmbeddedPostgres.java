package dev.ringmaster.support.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

/**
 * The Postgres in Ringmaster's home. It is a process of its own that outlives a killed server: the next server finds it and
 * goes on with it. Servers on one home share it, and the last one to leave ends it. What was committed survives a power cut.
 * One that ends by itself is started again on the same port.
 *
 * <p>
 * Blocking; threads other than an event loop's only.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);
    private static final Duration STOP = Duration.ofSeconds(40);
    private static final Duration STOP_UNHEALTHY = Duration.ofSeconds(5);
    private static final Duration WATCH = Duration.ofSeconds(1);

    private final HomeLock lock;
    private final PostgresTool tool;
    private final PostgresControl control;
    private final DataDirectory data;
    private final ScheduledExecutorService watch = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("postgres-watch").factory());
    private boolean closed;
    private boolean failing;

    private EmbeddedPostgres(HomeLock lock, PostgresTool tool, PostgresControl control, DataDirectory data) {
        this.lock = lock;
        this.tool = tool;
        this.control = control;
        this.data = data;
    }

    /**
     * Starts the Postgres of this home, or joins the one that runs. Takes about three seconds the first time and half a
     * second later.
     *
     * @param spared ports that it must not take, though they are free now: the one that the server will listen on
     * @throws PostgresException saying why it cannot be had and what to do
     */
    public static EmbeddedPostgres start(Path home, Integer... spared) {
        PostgresLayout layout = PostgresLayout.in(home);
        HomeLock lock = HomeLock.open(layout.lock());
        try (HomeLock.Turn turn = lock.turn()) {
            var tool = new PostgresTool(PostgresBinaries.unpack(layout));
            tool.checkUser();
            var data = new DataDirectory(layout, tool);
            data.prepare();
            var postgres = new EmbeddedPostgres(lock, tool, new PostgresControl(layout, tool, Set.of(spared)), data);
            postgres.joinOrStart();
            lock.startUsing();
            postgres.beginWatch();
            return postgres;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    public DatabaseAddress address() {
        return DatabaseAddress.local(port(), DataDirectory.DATABASE, DataDirectory.USER, data.password());
    }

    /** The TCP port on 127.0.0.1. */
    public int port() {
        return postmaster().port();
    }

    /** The pid of the postmaster. */
    public long pid() {
        return postmaster().pid();
    }

    /** Ends the use, and the Postgres with the last use. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        watch.shutdownNow();
        try (HomeLock.Turn turn = lock.turn()) {
            lock.stopUsing();
            Optional<Postmaster> running = control.running();
            if (running.isPresent() && !lock.othersUseIt()) {
                control.stop(running.get(), STOP);
                LOG.debugf("Postgres stopped (pid %d)", running.get().pid());
            }
        } finally {
            lock.close();
        }
    }

    private void joinOrStart() {
        boolean shared = lock.othersUseIt();
        Optional<Postmaster> running = control.running();
        if (running.isPresent() && join(running.get(), shared)) {
            return;
        }
        if (shared) {
            control.refuseForeignPlace();
        }
        Postmaster started = control.start();
        LOG.infof("Postgres started (pid %d, port %d)", started.pid(), started.port());
    }

    private boolean join(Postmaster found, boolean shared) {
        boolean current = shared || found.runs(tool.postgres());
        if (current && PostgresHealth.answers(found, data.password())) {
            LOG.infof("Using the Postgres that runs already (pid %d, port %d)", found.pid(), found.port());
            return true;
        }
        if (shared && found.alive()) {
            throw new PostgresException("The Postgres of this home (pid " + found.pid() + ", port " + found.port()
                    + ") does not answer, and another Ringmaster uses it. End that one, or see what keeps it busy.");
        }
        if (found.alive()) {
            LOG.warnf("Replacing the Postgres that was found (pid %d)", found.pid());
            control.stop(found, STOP_UNHEALTHY);
        }
        return false;
    }

    private void beginWatch() {
        int port = port();
        Future<?> unused = watch.scheduleWithFixedDelay(() -> revive(port), WATCH.toMillis(), WATCH.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Postgres itself restarts after the crash of a child; this is for one whose postmaster was killed. */
    private synchronized void revive(int port) {
        try {
            if (!closed && control.running().isEmpty()) {
                if (!failing) {
                    LOG.error("Postgres has ended by itself; starting it again");
                }
                startAgain();
                if (port() != port) {
                    LOG.errorf("Postgres had to move from port %d to %d: restart Ringmaster", port, port());
                }
            }
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.error("Postgres cannot be started again; trying on", e);
            }
            failing = true;
        }
    }

    private void startAgain() {
        try (HomeLock.Turn turn = lock.turn()) {
            joinOrStart();
        }
    }

    private Postmaster postmaster() {
        return control.running().orElseThrow(
                () -> new PostgresException("The embedded Postgres is not running at the moment."));
    }
}
