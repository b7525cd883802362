package dev.ringmaster.metrics.budget;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.metrics.Period;
import dev.ringmaster.metrics.budget.BudgetRepository.Spent;
import dev.ringmaster.metrics.budget.BudgetRepository.Window;
import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * Which budgets hold, and how far they are used up. The sums are those of the database, so that runs on all servers count
 * together; only which budgets there are is remembered, for a second.
 */
@ApplicationScoped
public class Budgets {

    private static final Duration REMEMBERED = Duration.ofSeconds(1);
    private static final String RAISE = ". Raise it and start again, choose another subscription, or leave it stopped.";

    private final BudgetRepository repository;
    private final BudgetConfig config;
    private final List<Budget> configured;
    private final Clock clock = Clock.systemUTC();
    private volatile Remembered remembered = new Remembered(List.of(), System.nanoTime());

    private record Remembered(List<Budget> budgets, long untilNanos) {
    }

    /**
     * Who spends.
     *
     * @param runId null before there is a run
     */
    public record Spender(@Nullable UUID runId, UUID cardId, UUID projectId, String subscription) {

        boolean concerns(Budget budget) {
            return switch (budget.scope()) {
                case RUN -> runId != null && budget.subject().equals(projectId.toString());
                case CARD -> budget.subject().equals(cardId.toString());
                case PROJECT -> budget.subject().equals(projectId.toString());
                case SUBSCRIPTION -> budget.subject().equals(subscription);
            };
        }
    }

    /**
     * What a spender may still do.
     *
     * @param reached why it may not go on; null when it may
     * @param near budgets of which the warning's share is used, but not all
     * @param leftUsd of the tightest budget of money; null where none limits money
     */
    public record Standing(@Nullable String reached, List<BudgetState> near, @Nullable BigDecimal leftUsd) {
    }

    Budgets(BudgetRepository repository, BudgetConfig config) {
        this.repository = repository;
        this.config = config;
        this.configured = configured(config);
    }

    private static List<Budget> configured(BudgetConfig config) {
        var budgets = new ArrayList<Budget>();
        config.subscriptions().forEach((name, caps) -> caps.per().forEach((period, cap) -> budgets.add(new Budget(
                BudgetScope.SUBSCRIPTION, name, period, cap.costUsd().orElse(null),
                cap.tokens().isPresent() ? cap.tokens().getAsLong() : null))));
        return List.copyOf(budgets);
    }

    /** All budgets that hold, with what is used of them; of those for runs nothing, because they are for each anew. */
    Uni<List<BudgetState>> all() {
        return budgets().flatMap(budgets -> states(budgets, null));
    }

    Uni<BudgetState> state(Budget budget) {
        return states(List.of(budget), null).map(List::getFirst);
    }

    /** How a spender stands now. */
    public Uni<Standing> standing(Spender spender) {
        return standing(applicable(spender), spender);
    }

    /** The same, with the limit that the run itself has. */
    public Uni<Standing> standing(Spender spender, BigDecimal runLimitUsd) {
        return standing(applicable(spender).map(budgets -> {
            var all = new ArrayList<>(budgets);
            all.add(new Budget(BudgetScope.RUN, "", BudgetPeriod.TOTAL, runLimitUsd, null));
            return all;
        }), spender);
    }

    private Uni<Standing> standing(Uni<List<Budget>> applicable, Spender spender) {
        return applicable.flatMap(budgets -> states(budgets, spender.runId()))
                .flatMap(states -> reserve(spender.subscription()).map(reserve -> {
                    var reached = states.stream().filter(BudgetState::reached).map(state -> state.describe() + RAISE)
                            .findFirst();
                    var near = states.stream().filter(state -> !state.reached() && state.share() * 100 >= config.warnAt())
                            .toList();
                    var left = states.stream().map(BudgetState::leftUsd).filter(Objects::nonNull).min(BigDecimal::compareTo);
                    return new Standing(reached.or(() -> reserve).orElse(null), near, left.orElse(null));
                }));
    }

    /**
     * Refuses who may not start.
     *
     * @throws RingmasterException (as failure) BUDGET_EXCEEDED
     */
    public Uni<Void> demand(Spender spender) {
        return standing(spender).invoke(standing -> {
            if (standing.reached() != null) {
                throw new RingmasterException(ErrorCode.BUDGET_EXCEEDED, standing.reached());
            }
        }).replaceWithVoid();
    }

    /** True once for a run, a budget and its present period. */
    public Uni<Boolean> firstWarning(UUID runId, BudgetState state) {
        return repository.warn(runId, state);
    }

    /** @param used 0 to 1 */
    public Uni<Void> windowSeen(String subscription, String name, double used, @Nullable Instant resetsAt) {
        return repository.see(subscription, new Window(name, used, resetsAt));
    }

    private Uni<Optional<String>> reserve(String subscription) {
        var caps = config.subscriptions().get(subscription);
        if (caps == null || caps.reserve() <= 0) {
            return Uni.createFrom().item(Optional.empty());
        }
        return repository.windows(subscription).map(windows -> windows.stream()
                .filter(window -> window.used() * 100 >= 100 - caps.reserve()).findFirst()
                .map(window -> "Of the " + window.name().replace('_', ' ') + " window of the subscription \"" + subscription
                        + "\" " + Math.round(window.used() * 100) + " % are used, and " + caps.reserve()
                        + " % are reserved for you" + (window.resetsAt() == null ? "" : " until " + window.resetsAt())
                        + ". Lower the reserve, choose another subscription, or wait."));
    }

    private Uni<List<Budget>> applicable(Spender spender) {
        return budgets().map(budgets -> {
            var applicable = new ArrayList<>(budgets.stream().filter(spender::concerns).toList());
            if (spender.runId() != null && config.runTokens().isPresent()) {
                add(applicable, new Budget(BudgetScope.RUN, spender.projectId().toString(), BudgetPeriod.TOTAL, null,
                        config.runTokens().getAsLong()));
            }
            return applicable;
        });
    }

    private Uni<List<Budget>> budgets() {
        var known = remembered;
        if (System.nanoTime() - known.untilNanos() < 0) {
            return Uni.createFrom().item(known.budgets());
        }
        return repository.all().map(set -> {
            var all = new ArrayList<>(set);
            configured.forEach(budget -> add(all, budget));
            remembered = new Remembered(List.copyOf(all), System.nanoTime() + REMEMBERED.toNanos());
            return List.copyOf(all);
        });
    }

    /** What people have set goes before what is configured. */
    private static void add(List<Budget> budgets, Budget configured) {
        if (budgets.stream().noneMatch(budget -> budget.samePlace(configured))) {
            budgets.add(configured);
        }
    }

    void forget() {
        remembered = new Remembered(List.of(), System.nanoTime());
    }

    private Uni<List<BudgetState>> states(List<Budget> budgets, @Nullable UUID runId) {
        var now = clock.instant();
        return Multi.createFrom().iterable(budgets)
                .onItem().transformToUniAndConcatenate(budget -> {
                    var since = budget.period().since(now, config.zone());
                    return spent(budget, since, runId).map(spent -> new BudgetState(budget, spent.costUsd(), spent.tokens(),
                            since, budget.period().until(now, config.zone())));
                }).collect().asList();
    }

    private Uni<Spent> spent(Budget budget, @Nullable Instant since, @Nullable UUID runId) {
        return switch (budget.scope()) {
            case RUN -> runId == null ? Uni.createFrom().item(Spent.NOTHING) : repository.ofRun(runId);
            case CARD -> repository.ofCard(UUID.fromString(budget.subject()));
            case PROJECT -> repository.ofProject(UUID.fromString(budget.subject()), Period.of(since, null));
            case SUBSCRIPTION -> repository.ofSubscription(budget.subject(), Period.of(since, null));
        };
    }
}
