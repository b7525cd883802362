package dev.ringmaster.support.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.dataloader.DataLoader;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderRegistry;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;

import dev.ringmaster.security.caller.Caller;
import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;
import graphql.ExceptionWhileDataFetching;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.execution.DataFetcherResult;
import graphql.execution.ResultPath;
import graphql.language.SourceLocation;
import graphql.schema.DataFetcher;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import mutiny.zero.flow.adapters.AdaptersToFlow;
import mutiny.zero.flow.adapters.AdaptersToReactiveStreams;

class FeedStrategyTest {

    private final DataLoader<Integer, Integer> squares = DataLoaderFactory.newDataLoader(
            numbers -> CompletableFuture.completedFuture(numbers.stream().map(n -> n * n).toList()));

    @Test
    void aFeedRemembersNothingOfItsEarlierEvents() {
        AssertSubscriber<ExecutionResult> events = run(Multi.createFrom().range(0, 100)
                .map(n -> DataFetcherResult.newResult().data(n).build()));

        assertThat(events.awaitCompletion().getItems()).hasSize(100);
        assertThat(events.getLastItem().<Object> getData()).isEqualTo(Map.of("numbers", Map.of("square", 99 * 99)));
        assertThat(squares.getCacheMap().getAll()).hasSize(1);
    }

    @Test
    void aFeedEndsWithItsOwnFailure() {
        var refusal = RingmasterException.notFound("project", 7);
        var failure = new ExceptionWhileDataFetching(ResultPath.rootPath(), refusal, SourceLocation.EMPTY);

        AssertSubscriber<ExecutionResult> events = run(
                Multi.createFrom().item(DataFetcherResult.newResult().error(failure).build()));

        assertThat(events.awaitFailure().getFailure()).hasRootCause(refusal);
        assertThat(events.getItems()).isEmpty();
    }

    @Test
    void nothingIsFollowedPastTheGate() {
        var graphql = graphql(Multi.createFrom().item(1));

        var result = graphql.execute("subscription { numbers { square } }");

        assertThat(result.<Object> getData()).isNull();
        assertThat(result.getErrors()).singleElement().satisfies(
                error -> assertThat(GraphQlErrors.code(error)).isEqualTo(ErrorCode.FORBIDDEN));
    }

    private AssertSubscriber<ExecutionResult> run(Multi<?> events) {
        var input = ExecutionInput.newExecutionInput("subscription { numbers { square } }")
                .graphQLContext(Map.of(Gate.KEY, new Gate(new OpenGuard(), Caller.OWNER.identity(), Runnable::run)))
                .dataLoaderRegistry(DataLoaderRegistry.newRegistry().register("squares", squares).build());
        Publisher<ExecutionResult> results = graphql(events).execute(input).getData();
        return Multi.createFrom().publisher(AdaptersToFlow.publisher(results)).subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private static GraphQL graphql(Multi<?> events) {
        var wiring = RuntimeWiring.newRuntimeWiring()
                .type("Subscription", type -> type.dataFetcher("numbers", call -> AdaptersToReactiveStreams.publisher(events)))
                .type("Number", type -> type.dataFetcher("square", square()))
                .build();
        var schema = new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse("""
                type Query { nothing: Int }
                type Subscription { numbers: Number! }
                type Number { square: Int }"""), wiring);
        return GraphQL.newGraphQL(schema).subscriptionExecutionStrategy(new FeedStrategy()).build();
    }

    private record OpenGuard() implements OperationGuard {

        @Override
        public Uni<Admission> admit(SecurityIdentity caller, RequestedOperation operation) {
            return Uni.createFrom().item(Admission.UNHEARD);
        }

        @Override
        public Uni<Set<SecurityIdentity>> fallen(Collection<SecurityIdentity> callers) {
            return Uni.createFrom().item(Set.of());
        }
    }

    private static DataFetcher<?> square() {
        return call -> call.<Integer, Integer> getDataLoader("squares").load(call.getSource());
    }
}
