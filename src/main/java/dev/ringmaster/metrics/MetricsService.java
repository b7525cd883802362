package dev.ringmaster.metrics;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.metrics.CostSeriesRepository.CostPoint;
import dev.ringmaster.metrics.CostSeriesRepository.CostSeries;
import dev.ringmaster.metrics.MetricsRepository.CardMetrics;
import dev.ringmaster.metrics.MetricsRepository.Group;
import dev.ringmaster.metrics.MetricsRepository.StateTime;
import dev.ringmaster.project.Project;
import dev.ringmaster.project.ProjectRepository;
import dev.ringmaster.support.RingmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** Metrics for GraphQL and REST alike: refuses what does not exist, and names what the sums are of. */
@ApplicationScoped
class MetricsService {

    private static final int MOST_CARDS = 500;

    private final Pool pool;
    private final MetricsRepository metrics;
    private final CostSeriesRepository series;
    private final ProjectRepository projects;

    MetricsService(Pool pool, MetricsRepository metrics, CostSeriesRepository series, ProjectRepository projects) {
        this.pool = pool;
        this.metrics = metrics;
        this.series = series;
        this.projects = projects;
    }

    /** The sums of one subscription. */
    @Type("SubscriptionMetrics")
    public record SubscriptionMetrics(@NonNull String subscription, @NonNull String platform,
            @NonNull MetricsSummary summary) {
    }

    /** The sums of one platform or model; the model is empty where the agent did not say which it is. */
    @Type("GroupMetrics")
    public record GroupMetrics(@NonNull String key, @NonNull MetricsSummary summary) {
    }

    @Type("ProjectMetrics")
    public record ProjectMetrics(@Id @NonNull String projectId, @NonNull String name, @NonNull MetricsSummary summary) {
    }

    Uni<MetricsSummary> summary(@Nullable UUID projectId, @Nullable Instant from, @Nullable Instant to) {
        var period = Period.of(from, to);
        return known(projectId).chain(() -> metrics.summary(period, projectId));
    }

    /** @throws RingmasterException (as failure) NOT_FOUND for an unknown card */
    Uni<MetricsSummary> ofCard(UUID cardId) {
        return metrics.ofCards(List.of(cardId)).map(found -> {
            if (found.isEmpty()) {
                throw RingmasterException.notFound("card", cardId);
            }
            return found.getFirst().summary();
        });
    }

    /**
     * The same, of what began within a time.
     *
     * @throws RingmasterException (as failure) NOT_FOUND for an unknown card, and for one of another project
     */
    Uni<MetricsSummary> ofCard(UUID cardId, @Nullable UUID projectId, @Nullable Instant from, @Nullable Instant to) {
        return metrics.ofCard(cardId, projectId, Period.of(from, to))
                .map(found -> found.orElseThrow(() -> RingmasterException.notFound("card", cardId)));
    }

    /** In the order of the ids. */
    Uni<List<MetricsSummary>> ofCards(List<UUID> cardIds) {
        return metrics.ofCards(cardIds).map(found -> {
            var byId = found.stream().collect(Collectors.toMap(CardMetrics::cardId, CardMetrics::summary));
            return cardIds.stream().map(byId::get).toList();
        });
    }

    Uni<List<CardMetrics>> ofCards(UUID projectId, @Nullable Instant from, @Nullable Integer first) {
        var most = first == null ? 50 : first;
        if (most < 1 || most > MOST_CARDS) {
            throw RingmasterException.invalid("first is " + most + ". Ask for 1 to " + MOST_CARDS + " cards.");
        }
        return known(projectId).chain(() -> metrics.ofProject(projectId, from, most));
    }

    Uni<List<SubscriptionMetrics>> bySubscription(@Nullable UUID projectId, @Nullable Instant from, @Nullable Instant to) {
        var period = Period.of(from, to);
        return known(projectId).chain(() -> metrics.by(Group.SUBSCRIPTION, period, projectId)).map(parts -> parts.stream()
                .map(part -> new SubscriptionMetrics(part.key(), part.platform(), part.summary())).toList());
    }

    Uni<List<GroupMetrics>> by(Group group, @Nullable UUID projectId, @Nullable Instant from, @Nullable Instant to) {
        var period = Period.of(from, to);
        return known(projectId).chain(() -> metrics.by(group, period, projectId)).map(parts -> parts.stream()
                .map(part -> new GroupMetrics(part.key(), part.summary())).toList());
    }

    Uni<List<ProjectMetrics>> byProject(@Nullable Instant from, @Nullable Instant to) {
        var period = Period.of(from, to);
        return metrics.by(Group.PROJECT, period, null).flatMap(parts -> projects
                .byIds(pool, parts.stream().map(part -> UUID.fromString(part.key())).toList())
                .map(found -> found.stream().collect(Collectors.toMap(project -> project.id().toString(), Project::name)))
                .map(names -> parts.stream()
                        .map(part -> new ProjectMetrics(part.key(), names.getOrDefault(part.key(), ""), part.summary()))
                        .toList()));
    }

    Uni<List<StateTime>> timeInStates(@Nullable UUID projectId, @Nullable Instant from, @Nullable Instant to) {
        var period = Period.of(from, to);
        return known(projectId).chain(() -> metrics.timeInStates(projectId, period));
    }

    Uni<List<CostPoint>> costSeries(Bucket bucket, @Nullable UUID projectId, Instant from, Instant to) {
        var period = Period.of(from, to);
        return known(projectId).chain(() -> series.all(bucket, period, projectId));
    }

    Uni<List<CostSeries>> costSeriesBy(Group group, Bucket bucket, @Nullable UUID projectId, Instant from, Instant to) {
        var period = Period.of(from, to);
        return known(projectId).chain(() -> series.by(group, bucket, period, projectId));
    }

    private Uni<Void> known(@Nullable UUID projectId) {
        return projectId == null ? Uni.createFrom().voidItem() : projects.require(pool, projectId).replaceWithVoid();
    }
}
