package dev.ringmaster.delivery.card;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.card.CardRepository;
import dev.ringmaster.card.machine.ActionOutcome;
import dev.ringmaster.card.machine.ActionOutcome.Done;
import dev.ringmaster.card.machine.ActionOutcome.Hopeless;
import dev.ringmaster.card.machine.ActionOutcome.Later;
import dev.ringmaster.card.machine.ActionRequest;
import dev.ringmaster.delivery.integration.IntegrationException;
import dev.ringmaster.loop.CheckpointOperation;
import dev.ringmaster.loop.CheckpointRepository;
import dev.ringmaster.project.ProjectRepository;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * How every action of delivery is done: with what the rows say now, not at all once the card has moved on, and with one
 * answer to each kind of trouble that another system can make.
 */
@ApplicationScoped
public class Deliveries {

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Pool pool;
    private final CardRepository cards;
    private final ProjectRepository projects;
    private final DeliverySettingsRepository settings;
    private final CardDeliveryRepository deliveries;
    private final CheckpointRepository checkpoints;
    private final DeliveryConfig config;
    private final Clock clock = Clock.systemUTC();
    private final Outages outages;

    Deliveries(Pool pool, CardRepository cards, ProjectRepository projects, DeliverySettingsRepository settings,
            CardDeliveryRepository deliveries, CheckpointRepository checkpoints, DeliveryConfig config) {
        this.pool = pool;
        this.cards = cards;
        this.projects = projects;
        this.settings = settings;
        this.deliveries = deliveries;
        this.checkpoints = checkpoints;
        this.config = config;
        this.outages = new Outages(config.askAfter());
    }

    /** Does an action, or says why not. */
    public Uni<ActionOutcome> perform(ActionRequest request, Function<Subject, Uni<ActionOutcome>> work) {
        return subject(request).flatMap(subject -> subject.card().state() != request.to()
                && request.action().boundToState() ? done("the card has moved on to " + subject.card().state())
                        : work.apply(subject))
                .invoke(() -> outages.over(request.id()))
                .onFailure(IntegrationException.class).recoverWithItem(e -> outcome(request, (IntegrationException) e));
    }

    private Uni<Subject> subject(ActionRequest request) {
        return Uni.combine().all().unis(cards.require(pool, request.cardId()), projects.require(pool, request.projectId()),
                settings.find(pool, request.projectId()), deliveries.find(pool, request.cardId())).with(Subject::new);
    }

    private ActionOutcome outcome(ActionRequest request, IntegrationException trouble) {
        var message = String.valueOf(trouble.getMessage());
        if (trouble.kind() != IntegrationException.Kind.UNAVAILABLE) {
            outages.over(request.id());
        }
        return switch (trouble.kind()) {
            case LIMITED -> new Later(until(trouble), message);
            case UNAVAILABLE -> unavailable(request, message);
            case UNAUTHORIZED -> credential(message);
            case REFUSED -> trouble.status() == 403 ? credential(message) : new Hopeless("DELIVERY", message);
            case NOT_FOUND -> new Hopeless("DELIVERY", message
                    + ". Either it is not there, or the credential may not see it: docs/integrations.md lists what it needs.");
        };
    }

    /** An outage ends by itself; a wrong address, certificate or network does not, and looks the same. */
    private Later unavailable(ActionRequest request, String message) {
        return !outages.lasting(request.id(), clock.instant()) ? new Later(config.retryAfter(), message)
                : new Later(config.retryAfter(), message, message + ". It is tried again by itself; see whether the address,"
                        + " certificate and network are right.", "ACTION_FAILED");
    }

    private Later credential(String message) {
        return new Later(config.retryLoginAfter(), message, message + ". Correct the credential, and what it may do, in"
                + " ringmaster.integrations; the card goes on by itself once it is accepted.");
    }

    private Duration until(IntegrationException trouble) {
        var at = trouble.retryAt();
        var wait = at == null ? config.retryAfter() : Duration.between(clock.instant(), at);
        return wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
    }

    /** Saves a checkpoint before something is done elsewhere. */
    public Uni<Void> before(CheckpointOperation operation, Subject subject) {
        return checkpoints.saveBefore(pool, subject.card().id(), operation);
    }

    /** Looks again after the usual while. */
    public Uni<ActionOutcome> later(String what) {
        return Uni.createFrom().item(new Later(config.pollEvery(), what));
    }

    public static Uni<ActionOutcome> done(String note) {
        return Uni.createFrom().item(new Done(note));
    }

    public static Uni<ActionOutcome> missing(String what) {
        return Uni.createFrom().item(new Hopeless("NOT_CONFIGURED", what
                + " Configure it (docs/integrations.md), or switch it off in the project's settings, then cancel and start the"
                + " card again."));
    }
}
