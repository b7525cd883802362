package dev.ringmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** Kills and stops at random what a cluster consists of, and keeps two servers in it. */
final class Nemesis {

    /** A lease and a bit. */
    private static final long BEYOND_LEASE_NANOS = Duration.ofSeconds(18).toNanos();
    private static final int KILLS_PER_CARD = 2;

    private enum Strike {
        SERVER_KILLED,
        SERVER_STOPPED,
        AGENT_KILLED,
        BACKENDS_ENDED,
        POSTGRES_KILLED
    }

    private final Cluster cluster;
    private final Random random;
    private final Map<Strike, Integer> done = new EnumMap<>(Strike.class);
    private final Map<String, Integer> killsByCard = new java.util.HashMap<>();
    private @Nullable ServerProcess stopped;
    private long stoppedNanos;
    private boolean stopOwed = true;
    private boolean databaseOwed = true;

    Nemesis(Cluster cluster, Random random) {
        this.cluster = cluster;
        this.random = random;
    }

    /** One blow, and whatever has to be set up again after earlier ones. */
    void strike() throws IOException, InterruptedException {
        if (stopped != null && System.nanoTime() - stoppedNanos > BEYOND_LEASE_NANOS) {
            letGo();
        }
        keepServersUp();
        var strike = next();
        if (hit(strike)) {
            done.merge(strike, 1, Integer::sum);
        }
    }

    /** The slow ones come early once, so that a short chaos has them too. */
    private Strike next() {
        if (stopOwed) {
            return Strike.SERVER_STOPPED;
        }
        if (databaseOwed && random.nextInt(4) == 0) {
            return Strike.POSTGRES_KILLED;
        }
        int dice = random.nextInt(100);
        return dice < 20 ? Strike.SERVER_KILLED
                : dice < 30 ? Strike.SERVER_STOPPED
                        : dice < 65 ? Strike.AGENT_KILLED : dice < 92 ? Strike.BACKENDS_ENDED : Strike.POSTGRES_KILLED;
    }

    private boolean hit(Strike strike) throws IOException, InterruptedException {
        return switch (strike) {
            case SERVER_KILLED -> killServer();
            case SERVER_STOPPED -> stopServer();
            case AGENT_KILLED -> killAgent();
            case BACKENDS_ENDED -> endBackends();
            case POSTGRES_KILLED -> killPostgres();
        };
    }

    private boolean killServer() throws InterruptedException {
        var candidates = answering();
        if (candidates.isEmpty()) {
            return false;
        }
        candidates.get(random.nextInt(candidates.size())).kill();
        return true;
    }

    private boolean stopServer() throws IOException, InterruptedException {
        var candidates = answering();
        if (stopped != null || candidates.isEmpty()) {
            return false;
        }
        stopped = candidates.get(random.nextInt(candidates.size()));
        stopped.signal("STOP");
        stoppedNanos = System.nanoTime();
        stopOwed = false;
        return true;
    }

    /** The agent alone, or with its shim: then nobody is left to write the exit code. */
    private boolean killAgent() {
        var cards = new ArrayList<String>();
        cluster.agentProcesses(environment -> {
            environment.stream().filter(value -> value.startsWith("RINGMASTER_GUARD=card-")).findFirst()
                    .map(value -> value.substring("RINGMASTER_GUARD=card-".length()))
                    .filter(card -> killsByCard.getOrDefault(card, 0) < KILLS_PER_CARD).ifPresent(cards::add);
            return false;
        });
        if (cards.isEmpty()) {
            return false;
        }
        var card = cards.get(random.nextInt(cards.size()));
        var pids = cluster.agentProcesses(UUID.fromString(card));
        Cluster.kill(random.nextBoolean() || pids.isEmpty() ? pids : List.of(pids.getLast()));
        killsByCard.merge(card, 1, Integer::sum);
        return true;
    }

    private boolean endBackends() {
        try {
            return Integer.parseInt(cluster.value("""
                    select count(pg_terminate_backend(pid)) from pg_stat_activity
                    where backend_type = 'client backend' and pid <> pg_backend_pid() and random() < ?""",
                    random.nextDouble())) > 0;
        } catch (SQLException down) {
            return false;
        }
    }

    /** At once, as a crash does; or as {@code pg_ctl stop -m immediate} does. The servers' watch has to bring it back. */
    private boolean killPostgres() throws InterruptedException {
        try {
            long pid = cluster.postmaster();
            new ProcessBuilder("kill", random.nextBoolean() ? "-KILL" : "-QUIT", Long.toString(pid)).start().waitFor();
            databaseOwed = false;
            return true;
        } catch (IOException down) {
            return false;
        }
    }

    /** A stopped server counts as one that is there. */
    void keepServersUp() throws IOException {
        for (long alive = cluster.servers().stream().filter(ServerProcess::alive).count(); alive < 2; alive++) {
            cluster.start();
        }
    }

    /** Lets a stopped server go on. */
    void letGo() {
        try {
            if (stopped != null) {
                stopped.signal("CONT");
                stopped = null;
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The servers that can be asked now. */
    List<ServerProcess> answering() {
        return cluster.servers().stream()
                .filter(server -> server.alive() && server != stopped && server.status() == 200).toList();
    }

    /** Chaos that did nothing proves nothing. */
    void assertBusy(Duration chaos) {
        assertThat(done).as("%s", this).containsKeys(Strike.values());
        assertThat(done.values().stream().mapToInt(Integer::intValue).sum()).as("%s", this)
                .isGreaterThanOrEqualTo((int) (chaos.toSeconds() / 6));
    }

    @Override
    public String toString() {
        return done.toString();
    }
}
