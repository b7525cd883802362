package dev.ringmaster.metrics;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.metrics.MetricsService.SubscriptionMetrics;
import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.Ids;
import dev.ringmaster.support.RingmasterException;
import io.smallrye.mutiny.Uni;

/** The same sums as over GraphQL, for scripts and dashboards. */
@Path("/api/metrics")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Metrics", description = "What runs have used and what it cost. Money in USD; times are rounded to full hours.")
@APIResponse(responseCode = "200", description = "The sums")
@APIResponse(responseCode = "400", description = "A date or an id that cannot be read; the message says what is expected")
@APIResponse(responseCode = "401", description = "No token, or a wrong one")
public class MetricsResource {

    private final MetricsService metrics;

    MetricsResource(MetricsService metrics) {
        this.metrics = metrics;
    }

    /** The body of a refusal. @param code as in GraphQL's errors */
    public record Refusal(ErrorCode code, String message) {
    }

    @GET
    @Path("/summary")
    @Operation(summary = "Sums over all runs, or those of a project")
    @APIResponse(responseCode = "404", description = "There is no such project")
    public Uni<MetricsSummary> summary(
            @Parameter(description = "A project's id") @RestQuery("project") @Nullable String project,
            @Parameter(description = "Inclusive: 2026-11-23 or 2026-11-23T10:00:00Z") @RestQuery @Nullable String from,
            @Parameter(description = "Exclusive") @RestQuery @Nullable String to) {
        return metrics.summary(id(project), time("from", from), time("to", to));
    }

    @GET
    @Path("/by-card/{id}")
    @Operation(summary = "Sums over the runs of a card, or of what in them began within a time")
    @APIResponse(responseCode = "404", description = "There is no such card, or it is of another project")
    public Uni<MetricsSummary> byCard(@RestPath("id") String id,
            @Parameter(description = "A project's id") @RestQuery("project") @Nullable String project,
            @Parameter(description = "Inclusive: 2026-11-23 or 2026-11-23T10:00:00Z") @RestQuery @Nullable String from,
            @Parameter(description = "Exclusive") @RestQuery @Nullable String to) {
        return metrics.ofCard(Ids.parse("card", id), id(project), time("from", from), time("to", to));
    }

    @GET
    @Path("/by-subscription")
    @Operation(summary = "Sums for each subscription, the most expensive first")
    @APIResponse(responseCode = "404", description = "There is no such project")
    public Uni<List<SubscriptionMetrics>> bySubscription(
            @Parameter(description = "A project's id") @RestQuery("project") @Nullable String project,
            @Parameter(description = "Inclusive: 2026-11-23 or 2026-11-23T10:00:00Z") @RestQuery @Nullable String from,
            @Parameter(description = "Exclusive") @RestQuery @Nullable String to) {
        return metrics.bySubscription(id(project), time("from", from), time("to", to));
    }

    @ServerExceptionMapper
    Response refused(RingmasterException refusal) {
        var status = switch (refusal.code()) {
            case NOT_FOUND -> Response.Status.NOT_FOUND;
            case VALIDATION -> Response.Status.BAD_REQUEST;
            default -> Response.Status.CONFLICT;
        };
        return Response.status(status).type(MediaType.APPLICATION_JSON)
                .entity(new Refusal(refusal.code(), String.valueOf(refusal.getMessage()))).build();
    }

    private static @Nullable UUID id(@Nullable String project) {
        return project == null || project.isBlank() ? null : Ids.parse("project", project);
    }

    private static @Nullable Instant time(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return text.contains("T") ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw RingmasterException.invalid(name + " is \"" + text.substring(0, Math.min(50, text.length()))
                    + "\". Give a date like 2026-11-23, or a time like 2026-11-23T10:00:00Z.");
        }
    }
}
