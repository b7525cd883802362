package dev.ringmaster.metrics;

import static dev.ringmaster.loop.LoopDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.ringmaster.agent.Subscription;
import dev.ringmaster.journal.JournalBatch;
import dev.ringmaster.journal.JournalBatch.Spent;
import dev.ringmaster.journal.JournalRepository;
import dev.ringmaster.journal.RunFence;
import dev.ringmaster.loop.IterationRepository;
import dev.ringmaster.loop.IterationRepository.Ending;
import dev.ringmaster.loop.LoopDatabase;
import dev.ringmaster.loop.Run;
import dev.ringmaster.loop.RunRepository;
import dev.ringmaster.loop.RunState;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.loop.rules.StopReason;
import dev.ringmaster.metrics.MetricsRepository.Group;

/**
 * Whatever runs do, and whoever dies in between: the sums by card, by subscription, by project and by time are the same, to
 * the millionth of a dollar and to the token, and what is written twice counts once. Runs end for all reasons, are parked,
 * paused and stopped there, and move to another account.
 */
class MetricsSumsIT {

    private static final int STEPS = 600;
    private static final String[] SUBSCRIPTIONS = { "main", "work", "spare" };
    private static final String[] MODELS = { "opus", "sonnet" };

    private final JournalRepository journal = new JournalRepository();
    private final IterationRepository iterations = new IterationRepository();
    private final RunRepository runs = new RunRepository();
    private final Map<UUID, Sums> byCard = new HashMap<>();
    private final Map<String, Sums> bySubscription = new HashMap<>();
    private final Map<String, Sums> byProject = new HashMap<>();
    private final Sums total = new Sums();
    private final List<Working> working = new ArrayList<>();
    private final List<UUID> cards = new ArrayList<>();
    private final Map<UUID, String> projectOf = new HashMap<>();
    private int refused;
    private int rested;
    private LoopDatabase database;
    private Random random = new Random();

    private static final class Sums {
        long tokens;
        BigDecimal cost = BigDecimal.ZERO;
        BigDecimal reported = BigDecimal.ZERO;
        long unpriced;
        int iterations;
        int sessions;

        void spend(Spent spent) {
            tokens += spent.inputTokens() + spent.cacheCreationInputTokens() + spent.cacheReadInputTokens()
                    + spent.outputTokens();
            cost = cost.add(spent.costUsd());
            reported = reported.add(spent.reportedUsd() == null ? BigDecimal.ZERO : spent.reportedUsd());
            unpriced += spent.unpricedTokens();
        }

        List<Object> all() {
            return List.of(tokens, cost.stripTrailingZeros(), reported.stripTrailingZeros(), unpriced, iterations, sessions);
        }

        static List<Object> of(MetricsSummary found) {
            return List.of(found.inputTokens() + found.cacheCreationInputTokens() + found.cacheReadInputTokens()
                    + found.outputTokens(), found.costUsd().stripTrailingZeros(),
                    found.reportedCostUsd().stripTrailingZeros(),
                    found.unpricedTokens(), found.iterations(), found.sessions());
        }
    }

    private static final class Working {
        Run run;
        @Nullable
        RunFence stale;
        int iteration;
        boolean open;

        Working(Run run) {
            this.run = run;
        }
    }

    @BeforeEach
    void start() throws SQLException {
        database = new LoopDatabase();
    }

    @AfterEach
    void stop() {
        database.close();
    }

    /** Two that stay, and one that nobody has tried: its name in the report says which. */
    static LongStream seeds() {
        return LongStream.of(1, 20_261_123, System.nanoTime());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void all_sums_agree_with_crashes_and_retries_in_between(long seed) throws Exception {
        random = new Random(seed);
        for (int project = 0; project < 3; project++) {
            newProject();
        }
        for (int step = 0; step < STEPS; step++) {
            step();
        }

        var repository = new MetricsRepository(database.pool());
        var always = Period.of(null, null);
        assertThat(Sums.of(await(repository.summary(always, null)))).isEqualTo(total.all());
        assertGroups(await(repository.by(Group.SUBSCRIPTION, always, null)), bySubscription);
        assertGroups(await(repository.by(Group.PROJECT, always, null)), byProject);
        for (var card : await(repository.ofCards(cards))) {
            assertThat(Sums.of(card.summary())).isEqualTo(byCard.getOrDefault(card.cardId(), new Sums()).all());
        }
        assertThat(database.value("select sum(cost_usd) from usage_rollup where grain = 'HOUR'"))
                .isEqualTo(database.value("select sum(cost_usd) from run"))
                .isEqualTo(database.value("select sum(cost_usd) from iteration"))
                .isEqualTo(database.value("select sum(cost_usd) from usage_rollup where grain = 'DAY'"));
        assertThat(total.iterations).isGreaterThan(50);
        assertThat(total.sessions).isGreaterThan(20);
        assertThat(refused).as("writes of dead owners").isGreaterThan(20);
        assertThat(rested).as("runs that waited or moved").isGreaterThan(5);

        database.execute("select usage_rebuild()");
        assertThat(Sums.of(await(repository.summary(always, null)))).as("rebuilt from the rows").isEqualTo(total.all());
    }

    private static void assertGroups(List<MetricsRepository.Part> found, Map<String, Sums> expected) {
        assertThat(found.stream().collect(Collectors.toMap(MetricsRepository.Part::key, part -> Sums.of(part.summary()))))
                .containsExactlyInAnyOrderEntriesOf(expected.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().all())));
    }

    private void step() throws SQLException {
        if (working.isEmpty() || working.size() < 6 && random.nextInt(4) == 0) {
            working.add(newRun());
            return;
        }
        var one = working.get(random.nextInt(working.size()));
        switch (random.nextInt(10)) {
            case 0 -> crash(one);
            case 1 -> endIteration(one);
            case 2 -> endRun(one);
            case 3 -> rest(one);
            default -> spend(one);
        }
    }

    private void newProject() throws SQLException {
        var project = UUID.randomUUID();
        database.execute("insert into project (id, name, repository_path, default_branch, max_iterations,"
                + " max_runtime_seconds, max_cost_usd) values ('" + project + "', 'P', '/', 'main', 1, 1, 1)");
        for (int number = 1; number <= 4; number++) {
            var card = UUID.randomUUID();
            database.execute("insert into card (id, project_id, number, title) values ('%s', '%s', %d, 'C')".formatted(card,
                    project, number));
            cards.add(card);
            projectOf.put(card, project.toString());
        }
    }

    private Working newRun() throws SQLException {
        var free = cards.stream().filter(card -> working.stream().noneMatch(one -> one.run.cardId().equals(card))).toList();
        var card = free.get(random.nextInt(free.size()));
        var run = UUID.randomUUID();
        database.execute("""
                insert into run (id, card_id, stage, platform, subscription, model, max_iterations, max_runtime_seconds,
                  max_cost_usd) values ('%s', '%s', 'CODE', 'script', '%s', '%s', 1, 1, 1)""".formatted(run, card,
                SUBSCRIPTIONS[random.nextInt(3)], MODELS[random.nextInt(2)]));
        return new Working(claimed(run, "a"));
    }

    private Run claimed(UUID run, String owner) throws SQLException {
        database.execute("update run set state = 'RUNNING', owner = '%s', epoch = nextval('run_epoch'), started_at = now()"
                .formatted(owner) + " where id = '" + run + "'");
        return await(runs.find(database.pool(), run)).orElseThrow();
    }

    private void spend(Working one) {
        if (!one.open) {
            await(iterations.start(database.pool(), one.run.fence(), ++one.iteration,
                    LoopDatabase.beginning("local:x")));
            one.open = true;
        }
        var spent = randomSpent();
        var stale = one.stale;
        if (stale != null) {
            refuse(() -> await(journal.append(database.pool(), stale, batch(one, spent))));
            one.stale = null;
        }
        await(journal.append(database.pool(), one.run.fence(), batch(one, spent)));
        sums(one).forEach(sums -> sums.spend(spent));
    }

    private static JournalBatch batch(Working one, Spent spent) {
        return new JournalBatch(one.iteration, List.of(), 0, 0, spent, "session", null);
    }

    /** Reported, only estimated, priced by nobody, or a report that takes an estimate back. */
    private Spent randomSpent() {
        var money = BigDecimal.valueOf(random.nextInt(1_000_000), 6);
        return switch (random.nextInt(4)) {
            case 0 -> new Spent(random.nextInt(99), 7, 8, random.nextInt(99), money, money, null, 0);
            case 1 -> new Spent(random.nextInt(99), 0, 0, 5, money, null, money, 0);
            case 2 -> new Spent(10, 0, 0, 5, BigDecimal.ZERO, null, null, 15);
            default -> new Spent(0, 0, 0, -random.nextInt(5), money.negate(), money, money.negate(), 0);
        };
    }

    /** The owner dies; another one takes over, and what the first still sends is refused. */
    private void crash(Working one) throws SQLException {
        one.stale = one.run.fence();
        one.run = claimed(one.run.id(), random.nextBoolean() ? "a" : "b");
        if (one.open && random.nextBoolean()) {
            endIteration(one, IterationOutcome.LOST);
        }
    }

    private void endIteration(Working one) {
        endIteration(one, IterationOutcome.values()[random.nextInt(IterationOutcome.values().length)]);
    }

    private void endIteration(Working one, IterationOutcome outcome) {
        if (!one.open) {
            return;
        }
        var ending = new Ending(0, outcome, null, "done", null, null, null, 1);
        await(iterations.finish(database.pool(), one.run.fence(), one.iteration, ending));
        refuse(() -> await(iterations.finish(database.pool(), one.run.fence(), one.iteration, ending)));
        one.open = false;
        sums(one).forEach(sums -> sums.iterations++);
    }

    private void endRun(Working one) {
        endIteration(one);
        var reason = StopReason.values()[random.nextInt(StopReason.values().length)];
        await(runs.finish(database.pool(), one.run.fence(), reason, "over"));
        refuse(() -> await(runs.finish(database.pool(), one.run.fence(), reason, "over")));
        sums(one).forEach(sums -> sums.sessions++);
        working.remove(one);
    }

    /** It is parked or paused, and goes on or is stopped there; or it goes on at once under another account. */
    private void rest(Working one) throws SQLException {
        endIteration(one);
        rested++;
        var fence = one.run.fence();
        if (random.nextBoolean()) {
            var account = new Subscription(SUBSCRIPTIONS[random.nextInt(3)], "script", MODELS[random.nextInt(2)], true, 1, 1,
                    true,
                    Path.of("/config"), Map.of());
            await(runs.move(database.pool(), fence, account, "moved"));
        } else {
            await(runs.rest(database.pool(), fence, random.nextBoolean() ? RunState.PARKED : RunState.PAUSED, null, "waits"));
        }
        refuse(() -> await(journal.append(database.pool(), fence, batch(one, randomSpent()))));
        if (random.nextInt(3) == 0) {
            one.run = await(runs.stop(database.pool(), one.run.id(), "stopped")).orElseThrow();
            sums(one).forEach(sums -> sums.sessions++);
            working.remove(one);
        } else {
            one.run = claimed(one.run.id(), random.nextBoolean() ? "a" : "b");
        }
    }

    private void refuse(Runnable write) {
        assertThatThrownBy(write::run).isInstanceOf(RunFence.Lost.class);
        refused++;
    }

    private List<Sums> sums(Working one) {
        return List.of(total, byCard.computeIfAbsent(one.run.cardId(), key -> new Sums()),
                bySubscription.computeIfAbsent(one.run.subscription(), key -> new Sums()),
                byProject.computeIfAbsent(projectOf.get(one.run.cardId()), key -> new Sums()));
    }
}
