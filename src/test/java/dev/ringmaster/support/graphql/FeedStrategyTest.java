package dev.ringmaster.support.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.dataloader.DataLoader;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderRegistry;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;

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
import io.smallrye.mutiny.Multi;
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

    private AssertSubscriber<ExecutionResult> run(Multi<?> events) {
        var wiring = RuntimeWiring.newRuntimeWiring()
                .type("Subscription", type -> type.dataFetcher("numbers", call -> AdaptersToReactiveStreams.publisher(events)))
                .type("Number", type -> type.dataFetcher("square", square()))
                .build();
        var schema = new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse("""
                type Query { nothing: Int }
                type Subscription { numbers: Number! }
                type Number { square: Int }"""), wiring);
        var graphql = GraphQL.newGraphQL(schema).subscriptionExecutionStrategy(new FeedStrategy()).build();
        var input = ExecutionInput.newExecutionInput("subscription { numbers { square } }")
                .dataLoaderRegistry(DataLoaderRegistry.newRegistry().register("squares", squares).build());
        Publisher<ExecutionResult> results = graphql.execute(input).getData();
        return Multi.createFrom().publisher(AdaptersToFlow.publisher(results)).subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private static DataFetcher<?> square() {
        return call -> call.<Integer, Integer> getDataLoader("squares").load(call.getSource());
    }
}
