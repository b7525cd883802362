package dev.ringmaster.metrics;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;
import org.eclipse.microprofile.graphql.Type;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.Card;
import dev.ringmaster.metrics.CostSeriesRepository.CostPoint;
import dev.ringmaster.metrics.CostSeriesRepository.CostSeries;
import dev.ringmaster.metrics.MetricsRepository.CardMetrics;
import dev.ringmaster.metrics.MetricsRepository.Group;
import dev.ringmaster.metrics.MetricsRepository.StateTime;
import dev.ringmaster.metrics.MetricsService.GroupMetrics;
import dev.ringmaster.metrics.MetricsService.ProjectMetrics;
import dev.ringmaster.metrics.MetricsService.SubscriptionMetrics;
import dev.ringmaster.support.Ids;
import io.smallrye.mutiny.Uni;

/** What was used and what it cost, over GraphQL. Times round to full hours: {@code from} down, {@code to} up. */
@GraphQLApi
public class MetricsApi {

    private final MetricsService metrics;

    MetricsApi(MetricsService metrics) {
        this.metrics = metrics;
    }

    @Query
    public @NonNull Uni<MetricsSummary> metricsSummary(@Id @Nullable String projectId, @Nullable Instant from,
            @Nullable Instant to) {
        return metrics.summary(project(projectId), from, to);
    }

    @Query
    public @NonNull Uni<MetricsSummary> metricsByCard(@Id @NonNull String cardId) {
        return metrics.ofCard(Ids.parse("card", cardId));
    }

    @Query
    public @NonNull Uni<List<@NonNull SubscriptionMetrics>> metricsBySubscription(@Nullable Instant from,
            @Nullable Instant to) {
        return metrics.bySubscription(null, from, to);
    }

    @Query
    public @NonNull Uni<List<@NonNull GroupMetrics>> metricsByPlatform(@Id @Nullable String projectId,
            @Nullable Instant from, @Nullable Instant to) {
        return metrics.by(Group.PLATFORM, project(projectId), from, to);
    }

    @Query
    public @NonNull Uni<List<@NonNull GroupMetrics>> metricsByModel(@Id @Nullable String projectId,
            @Nullable Instant from, @Nullable Instant to) {
        return metrics.by(Group.MODEL, project(projectId), from, to);
    }

    @Query
    public @NonNull Uni<List<@NonNull ProjectMetrics>> metricsByProject(@Nullable Instant from, @Nullable Instant to) {
        return metrics.byProject(from, to);
    }

    /** The cards of a project that ran since {@code from}, the most expensive first, with all they ever used. */
    @Query
    public @NonNull Uni<List<@NonNull CardMetrics>> metricsOfCards(@Id @NonNull String projectId, @Nullable Instant from,
            @DefaultValue("50") @Nullable Integer first) {
        return metrics.ofCards(Ids.parse("project", projectId), from, first);
    }

    @Query
    public @NonNull Uni<List<@NonNull StateTime>> timeInStates(@Id @Nullable String projectId, @Nullable Instant from,
            @Nullable Instant to) {
        return metrics.timeInStates(project(projectId), from, to);
    }

    @Query
    public @NonNull Uni<List<@NonNull CostPoint>> costSeries(@Id @Nullable String projectId, @NonNull Instant from,
            @NonNull Instant to, @NonNull @DefaultValue("DAY") Bucket bucket) {
        return metrics.costSeries(bucket, project(projectId), from, to);
    }

    /** The same, one series a group: for stacked charts. */
    @Query
    public @NonNull Uni<List<@NonNull CostSeries>> costSeriesBy(@NonNull @Name("group") MetricsGroup group,
            @Id @Nullable String projectId, @NonNull Instant from, @NonNull Instant to,
            @NonNull @DefaultValue("DAY") Bucket bucket) {
        return metrics.costSeriesBy(Group.valueOf(group.name()), bucket, project(projectId), from, to);
    }

    /** What {@code costSeriesBy} can divide by. */
    @Type("MetricsGroup")
    public enum MetricsGroup {
        PROJECT,
        PLATFORM,
        SUBSCRIPTION,
        MODEL
    }

    @Name("metrics")
    public @NonNull Uni<List<MetricsSummary>> metrics(@Source List<Card> cards) {
        return metrics.ofCards(cards.stream().map(Card::id).toList());
    }

    private static @Nullable UUID project(@Nullable String id) {
        return id == null ? null : Ids.parse("project", id);
    }
}
