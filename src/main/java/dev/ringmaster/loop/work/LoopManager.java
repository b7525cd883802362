package dev.ringmaster.loop.work;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import dev.ringmaster.agent.Subscription;
import dev.ringmaster.agent.Subscriptions;
import dev.ringmaster.card.CardChanges;
import dev.ringmaster.journal.RunFence;
import dev.ringmaster.loop.LoopConfig;
import dev.ringmaster.loop.LoopSignals;
import dev.ringmaster.loop.Run;
import dev.ringmaster.loop.RunClaims;
import dev.ringmaster.loop.upkeep.DiskGovernor;
import dev.ringmaster.support.ServerId;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;

/**
 * Claims runs that wait for a server and gives each a worker on a thread of its own; keeps their leases; tells the workers
 * what people ask. A worker that fails drops its run, and the next claim takes it up again from its rows.
 */
@ApplicationScoped
public class LoopManager {

    private static final Logger LOG = Logger.getLogger(LoopManager.class);

    /** What is claimed and heard of too late is this server's and has no worker: the next claim takes it up. */
    private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RENEW_TIMEOUT = Duration.ofSeconds(4);
    /** Two thirds of the lease. */
    private static final Duration LET_GO_AFTER = Duration.ofSeconds(10);

    private final RunClaims claims;
    private final RunWorker worker;
    private final DeadServers deadServers;
    private final DiskGovernor disk;
    private final CardChanges cardChanges;
    private final LoopConfig config;
    private final String owner;
    private final Map<String, Integer> slots = new HashMap<>();
    private final Map<UUID, ActiveRun> working = new ConcurrentHashMap<>();
    private final Map<UUID, Integer> drops = new ConcurrentHashMap<>();
    private final Outage outage = new Outage();
    private final AtomicBoolean claiming = new AtomicBoolean();
    private final AtomicBoolean claimAgain = new AtomicBoolean();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("run-", 0).factory());
    private volatile boolean leaving;
    private volatile long renewedNanos = System.nanoTime();

    LoopManager(RunClaims claims, RunWorker worker, DeadServers deadServers, DiskGovernor disk, CardChanges cardChanges,
            LoopConfig config, ServerId serverId,
            Subscriptions subscriptions) {
        this.claims = claims;
        this.worker = worker;
        this.deadServers = deadServers;
        this.disk = disk;
        this.cardChanges = cardChanges;
        this.config = config;
        this.owner = serverId.value();
        for (Subscription subscription : subscriptions.all()) {
            slots.put(subscription.name(), subscription.maxConcurrent());
        }
    }

    /** Somebody queued or resumed a run, or asks something of one. */
    @ConsumeEvent(LoopSignals.ADDRESS)
    Uni<Void> onSignal(LoopSignals.Changed ignored) {
        return renewLeases().chain(this::claimInTurn);
    }

    /**
     * The net under the signal: finds what waits, what is due again, and what a dead server left. One claim at a time: a
     * second one that still waits for the database's lock does not know what the first is about to start, and would take it
     * for a run that its worker has dropped.
     */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> claimInTurn() {
        if (!claiming.compareAndSet(false, true)) {
            claimAgain.set(true);
            return Uni.createFrom().voidItem();
        }
        return claimWaiting().onTermination().invoke(() -> claiming.set(false))
                .chain(() -> claimAgain.getAndSet(false) ? claimInTurn() : Uni.createFrom().voidItem());
    }

    private Uni<Void> claimWaiting() {
        var room = config.maxRuns() - working.size();
        if (leaving || room <= 0) {
            return Uni.createFrom().voidItem();
        }
        var objection = disk.objection();
        return deadServers.names()
                .flatMap(dead -> claims.claim(new RunClaims.Claimant(owner, Set.copyOf(working.keySet()), dead, slots,
                        objection.isEmpty(), room)))
                .call(runs -> objection.isEmpty() ? Uni.createFrom().voidItem() : hold(objection.get()))
                .ifNoItem().after(CLAIM_TIMEOUT).fail()
                .invoke(runs -> {
                    outage.over();
                    runs.forEach(this::start);
                }).replaceWithVoid()
                .onFailure(failure -> !outage.explains(failure))
                .invoke(failure -> LOG.warnf("run.claim failed: %s", failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> renewLeases() {
        var held = List.copyOf(working.values());
        if (held.isEmpty()) {
            renewedNanos = System.nanoTime();
            return Uni.createFrom().voidItem();
        }
        return claims.renew(owner, held.stream().map(ActiveRun::id).toList())
                .ifNoItem().after(RENEW_TIMEOUT).fail()
                .invoke(kept -> heed(held, kept)).replaceWithVoid()
                .onFailure().invoke(failure -> notRenewed(held, failure))
                .onFailure().recoverWithNull();
    }

    /**
     * Before the leases end by the database's clock, this server lets go by its own: it starts nothing more and writes
     * nothing more. The agents live on, and whoever claims the runs next takes them up.
     */
    private void notRenewed(List<ActiveRun> held, Throwable failure) {
        var since = Duration.ofNanos(System.nanoTime() - renewedNanos);
        if (!outage.explains(failure)) {
            LOG.warnf("run.renew failed for %d s: %s", since.toSeconds(), failure.getMessage());
        }
        if (since.compareTo(LET_GO_AFTER) >= 0) {
            held.forEach(ActiveRun::detach);
        }
    }

    private void heed(List<ActiveRun> held, List<Run> kept) {
        renewedNanos = System.nanoTime();
        var rows = new HashMap<UUID, Run>();
        kept.forEach(run -> rows.put(run.id(), run));
        for (var active : held) {
            var row = rows.get(active.id());
            if (row == null) {
                active.detach();
            } else {
                active.requests(row.lease().stopRequested(), row.lease().pauseRequested());
            }
        }
    }

    private Uni<Void> hold(String why) {
        return claims.hold(why).invoke(projects -> projects.forEach(project -> {
            LOG.warnf("run.held project=%s: %s", project, why);
            cardChanges.changed(project);
        })).replaceWithVoid();
    }

    private void start(Run run) {
        var active = new ActiveRun(run.id(), run.lease().stopRequested(), run.lease().pauseRequested());
        var before = working.putIfAbsent(run.id(), active);
        if (before != null) {
            // This server slept past its own lease and has just claimed from itself: the worker's epoch is void.
            before.detach();
            return;
        }
        LOG.infof("run.claimed run=%s card=%s epoch=%d iteration=%d", run.id(), run.cardId(), run.lease().epoch(),
                run.iteration());
        threads.execute(() -> work(run, active));
    }

    private void work(Run run, ActiveRun active) {
        try {
            worker.work(run, active);
            drops.remove(run.id());
        } catch (ActiveRun.Detached e) {
            LOG.infof("run.detached run=%s", run.id());
        } catch (RunFence.Lost e) {
            LOG.warnf("run.lost run=%s: %s", run.id(), e.getMessage());
        } catch (RuntimeException e) {
            var times = drops.merge(run.id(), 1, Integer::sum);
            if (outage.explains(e)) {
                LOG.debugf("run.dropped run=%s times=%d", run.id(), times);
            } else {
                LOG.errorf(e, "run.dropped run=%s times=%d; it will be taken up again", run.id(), times);
            }
            active.rest(Duration.ofSeconds(Math.min(1L << Math.min(times, 6), 30)));
        } finally {
            working.remove(run.id());
        }
    }

    /** Readiness has failed and the load balancer looks elsewhere: what waits is for others. */
    void onShutdownAnnounced(@Observes ShutdownDelayInitiatedEvent ignored) {
        leaving = true;
    }

    /** Agents live on: whoever comes next, this server after a restart or another one, takes them up. */
    void onShutdown(@Observes ShutdownEvent ignored) {
        leaving = true;
        working.values().forEach(ActiveRun::detach);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
            claims.expire(owner).await().atMost(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warnf("run.expire failed, the leases end by themselves: %s", e.getMessage());
        }
    }
}
