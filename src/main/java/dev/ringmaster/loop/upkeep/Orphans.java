package dev.ringmaster.loop.upkeep;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.runner.Runner;
import dev.ringmaster.runner.Runner.Living;
import dev.ringmaster.support.RingmasterConfig;
import dev.ringmaster.support.Workers;
import dev.ringmaster.workspace.Workspaces;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * Finds processes and worktrees that nobody owns any more. A process is ended only when the database says that its run has
 * finished; one whose run the database does not know is reported, because it may be another database's. Worktrees are
 * reported, never deleted.
 */
@ApplicationScoped
class Orphans {

    private static final Logger LOG = Logger.getLogger(Orphans.class);
    private static final Pattern OF_RUN = Pattern
            .compile("(?:run|check)-(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})-.*");
    private static final Duration GRACE = Duration.ofSeconds(4);

    private final Pool pool;
    private final Runner runner;
    private final Workspaces workspaces;
    private final Path worktrees;
    private final Set<String> reported = new HashSet<>();

    Orphans(Pool pool, Runner runner, Workspaces workspaces, RingmasterConfig config) {
        this.pool = pool;
        this.runner = runner;
        this.workspaces = workspaces;
        this.worktrees = config.home().toAbsolutePath().resolve("worktrees");
    }

    @Scheduled(every = "30s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return lookForProcesses().chain(this::lookForWorktrees)
                .onFailure().invoke(failure -> LOG.warnf("orphans.look failed: %s", failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    Uni<Void> lookForProcesses() {
        return Workers.onWorker(() -> runner.living()).flatMap(marked -> {
            var runs = marked.stream().map(Orphans::run).filter(id -> id != null).distinct().toArray(UUID[]::new);
            return runs.length == 0 ? Uni.createFrom().voidItem()
                    : pool.preparedQuery("select id, state from run where id = any ($1)").execute(Tuple.of(runs))
                            .flatMap(rows -> {
                                var states = rows.stream().collect(Collectors.toMap(row -> row.getUUID("id"),
                                        row -> row.getString("state")));
                                return Workers.onWorker(() -> {
                                    marked.forEach(one -> judge(one, states));
                                    return null;
                                });
                            });
        }).replaceWithVoid();
    }

    private void judge(Living one, Map<UUID, String> states) {
        var run = run(one);
        if (run == null) {
            return;
        }
        var state = states.get(run);
        if ("FINISHED".equals(state)) {
            LOG.warnf("orphan.process ended %s name=%s: its run has finished", one.what(), one.name());
            runner.stop(one.handle(), GRACE);
        } else if (state == null && reported.add(one.name())) {
            LOG.warnf("orphan.process left alone %s name=%s: this database does not know its run", one.what(), one.name());
        }
    }

    private static @Nullable UUID run(Living one) {
        var matcher = OF_RUN.matcher(one.name());
        return matcher.matches() ? UUID.fromString(matcher.group(1)) : null;
    }

    private Uni<Void> lookForWorktrees() {
        return pool.query("select project_id, worktree_path from card where worktree_path is not null").execute()
                .flatMap(rows -> Workers.onWorker(() -> {
                    rows.stream().collect(Collectors.groupingBy(row -> row.getUUID("project_id"),
                            Collectors.mapping(row -> Path.of(row.getString("worktree_path")), Collectors.toSet())))
                            .forEach((project,
                                    owned) -> report(workspaces.orphans(worktrees.resolve(project.toString()), owned)));
                    return null;
                })).replaceWithVoid();
    }

    private void report(List<Path> orphans) {
        orphans.stream().filter(path -> reported.add(path.toString()))
                .forEach(path -> LOG.warnf("orphan.worktree path=%s: no card owns it; look at it and delete it by hand", path));
    }
}
