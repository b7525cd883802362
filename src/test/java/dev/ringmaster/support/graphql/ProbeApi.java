package dev.ringmaster.support.graphql;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.graphql.api.Subscription;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** Operations that misbehave on purpose. They are in the schema of tests only. */
@GraphQLApi
public class ProbeApi {

    static final AtomicLong FLOODED = new AtomicLong();
    static final AtomicInteger SILENT = new AtomicInteger();

    private final CurrentIdentityAssociation identity;

    ProbeApi(CurrentIdentityAssociation identity) {
        this.identity = identity;
    }

    public record Node(int number) {
        public Node child() {
            return new Node(number + 1);
        }
    }

    public record Input(String text) {
        public Input {
            if (text.isBlank()) {
                throw new IllegalArgumentException("SmallRye drops this message.");
            }
        }
    }

    @Query
    @NonNull
    public Uni<String> probeCaller() {
        return identity.getDeferredIdentity().map(caller -> caller.getPrincipal().getName());
    }

    @Query
    public String probeBlocking() {
        return Thread.currentThread().getName();
    }

    @Query
    public Instant probeAt(Instant at) {
        return at;
    }

    @Query
    public Node probeNode() {
        return new Node(0);
    }

    /** Batched, below queries and subscriptions. */
    public Uni<List<Integer>> doubled(@Source List<Node> nodes) {
        return Uni.createFrom().item(nodes.stream().map(node -> node.number() * 2).toList());
    }

    public Uni<Node> deeper(@Source Node node) {
        return Uni.createFrom().item(node.child());
    }

    @Query
    public Uni<String> probeRefusal(ErrorCode code) {
        return Uni.createFrom().failure(new RingmasterException(code, "Refused: do something else."));
    }

    @Query
    @NonNull
    public String probeCrash() {
        throw new IllegalStateException("password=hunter2");
    }

    @Query
    @NonNull
    public Uni<String> probeNothing() {
        return Uni.createFrom().nullItem();
    }

    @Mutation
    public Uni<Integer> probeLength(@NonNull Input input) {
        if (input.text().length() > 1_000_000) {
            throw RingmasterException
                    .invalid("The text has " + input.text().length() + " characters, at most 1000000 are taken.");
        }
        return Uni.createFrom().item(input.text().length());
    }

    @Subscription
    public Multi<Integer> probeCount(int to) {
        return Multi.createFrom().range(0, to);
    }

    @Subscription
    public Multi<Node> probeNodes(int to) {
        return Multi.createFrom().range(0, to).map(Node::new);
    }

    @Subscription
    public Multi<Integer> probeBreak(int after) {
        return Multi.createBy().concatenating().streams(Multi.createFrom().range(0, after),
                Multi.createFrom().failure(new RingmasterException(ErrorCode.CONFLICT, "It broke.")));
    }

    @Subscription
    public Multi<Integer> probeUnmade() {
        throw RingmasterException.notFound("run", 7);
    }

    /** As fast as it is asked, without end. */
    @Subscription
    public Multi<String> probeFlood(int size, int lane) {
        var text = "x".repeat(size);
        return Multi.createBy().repeating().supplier(() -> {
            if (lane == 0) {
                FLOODED.incrementAndGet();
            }
            return text;
        }).indefinitely();
    }

    @Subscription
    public Multi<Long> probeTicks() {
        return Multi.createFrom().ticks().every(Duration.ofMillis(20)).onOverflow().drop();
    }

    /** Says nothing, and counts who listens. */
    @Subscription
    public Multi<String> probeSilence() {
        return Multi.createFrom().<String> nothing().onSubscription().invoke(SILENT::incrementAndGet).onTermination()
                .invoke(SILENT::decrementAndGet);
    }
}
