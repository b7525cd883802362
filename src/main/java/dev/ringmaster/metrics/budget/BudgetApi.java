package dev.ringmaster.metrics.budget;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Type;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.Subscriptions;
import dev.ringmaster.card.CardRepository;
import dev.ringmaster.project.ProjectRepository;
import dev.ringmaster.support.Ids;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** Budgets over GraphQL. */
@GraphQLApi
public class BudgetApi {

    private final Pool pool;
    private final BudgetRepository repository;
    private final Budgets budgets;
    private final CardRepository cards;
    private final ProjectRepository projects;
    private final Subscriptions subscriptions;
    private final SecurityIdentity caller;

    BudgetApi(Pool pool, BudgetRepository repository, Budgets budgets, CardRepository cards, ProjectRepository projects,
            Subscriptions subscriptions, SecurityIdentity caller) {
        this.pool = pool;
        this.repository = repository;
        this.budgets = budgets;
        this.cards = cards;
        this.projects = projects;
        this.subscriptions = subscriptions;
        this.caller = caller;
    }

    /**
     * A budget with what is used of it.
     *
     * @param subject an id, or a subscription's name
     * @param share 1 when it is used up
     */
    @Type("Budget")
    public record BudgetView(@NonNull BudgetScope scope, @NonNull String subject, @NonNull BudgetPeriod period,
            @Nullable BigDecimal maxCostUsd, @Nullable Long maxTokens, @NonNull BigDecimal spentUsd, long spentTokens,
            double share, boolean reached, @Nullable Instant since, @Nullable Instant resetsAt) {

        static BudgetView of(BudgetState state) {
            var budget = state.budget();
            return new BudgetView(budget.scope(), budget.subject(), budget.period(), budget.maxCostUsd(), budget.maxTokens(),
                    state.spentUsd(), state.spentTokens(), state.share(), state.reached(), state.since(), state.resetsAt());
        }
    }

    @Input("BudgetInput")
    public record BudgetInput(@NonNull BudgetScope scope, @NonNull String subject, @NonNull BudgetPeriod period,
            @Nullable BigDecimal maxCostUsd, @Nullable Long maxTokens) {

        Budget budget() {
            return new Budget(scope, subject, period, maxCostUsd, maxTokens);
        }
    }

    /** Those of a card with its project and the subscription, of a project, or (without either) all. */
    @Query("budgets")
    public @NonNull Uni<List<@NonNull BudgetView>> budgets(@Id @Nullable String projectId, @Id @Nullable String cardId) {
        return states(projectId, cardId).map(states -> states.stream().map(BudgetView::of).toList());
    }

    private Uni<List<BudgetState>> states(@Nullable String projectId, @Nullable String cardId) {
        if (cardId != null) {
            return cards.require(pool, Ids.parse("card", cardId))
                    .flatMap(card -> projects.require(pool, card.projectId())
                            .flatMap(project -> budgets.all().map(all -> all.stream()
                                    .filter(state -> concerns(state.budget(), card.id(), project.id())).toList())));
        }
        if (projectId != null) {
            return projects.require(pool, Ids.parse("project", projectId)).flatMap(project -> budgets.all()
                    .map(all -> all.stream().filter(state -> concerns(state.budget(), project.id(), project.id())).toList()));
        }
        return budgets.all();
    }

    private static boolean concerns(Budget budget, UUID card, UUID project) {
        return budget.scope() == BudgetScope.SUBSCRIPTION || budget.subject().equals(card.toString())
                || budget.subject().equals(project.toString());
    }

    /** Sets, raises or lowers one. Runs that it stopped go on with {@code startLoop}. */
    @Mutation("setBudget")
    public @NonNull Uni<BudgetView> setBudget(@NonNull BudgetInput input) {
        var budget = input.budget();
        return known(budget.scope(), budget.subject())
                .chain(() -> repository.set(pool, budget, caller.getPrincipal().getName())).invoke(budgets::forget)
                .chain(() -> budgets.state(budget)).map(BudgetView::of);
    }

    /** True when there was one; one of the configuration then holds again. */
    @Mutation("removeBudget")
    public @NonNull Uni<Boolean> removeBudget(@NonNull BudgetScope scope, @NonNull String subject,
            @NonNull BudgetPeriod period) {
        return repository.remove(scope, subject, period).invoke(budgets::forget);
    }

    private Uni<Void> known(BudgetScope scope, String subject) {
        return switch (scope) {
            case RUN, PROJECT -> projects.require(pool, Ids.parse("project", subject)).replaceWithVoid();
            case CARD -> cards.require(pool, Ids.parse("card", subject)).replaceWithVoid();
            case SUBSCRIPTION -> {
                subscriptions.find(subject);
                yield Uni.createFrom().voidItem();
            }
        };
    }
}
