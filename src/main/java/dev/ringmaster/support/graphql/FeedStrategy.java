package dev.ringmaster.support.graphql;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;

import graphql.ExceptionWhileDataFetching;
import graphql.ExecutionResult;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategyParameters;
import graphql.execution.FetchedValue;
import graphql.execution.FieldValueInfo;
import graphql.execution.SubscriptionExecutionStrategy;
import io.quarkus.arc.Unremovable;
import io.smallrye.graphql.execution.error.ExceptionHandler;

/**
 * How the events of a feed are executed, behind the same gate as everything else. It mends two things, both read and measured
 * with SmallRye GraphQL 2.17.0 and
 * graphql-java 24.3. A feed has one set of data loaders, whose caches keep every source object of every event: they are emptied
 * before each. And SmallRye makes the failure of a Multi into an event that is null, which graphql-java, where the field is
 * non-null, turns into a failure of its own that no longer knows its cause: here the failure itself ends the feed.
 */
@Singleton
@Unremovable
@Named(GuardedStrategies.FEEDS)
final class FeedStrategy extends SubscriptionExecutionStrategy {

    FeedStrategy() {
        super(new ExceptionHandler());
    }

    @Override
    public CompletableFuture<ExecutionResult> execute(ExecutionContext context, ExecutionStrategyParameters parameters) {
        return Gate.pass(context, parameters, () -> super.execute(context, parameters));
    }

    /** Called for the one root field of the feed, once an event. */
    @Override
    protected FieldValueInfo completeField(ExecutionContext context, ExecutionStrategyParameters parameters,
            FetchedValue event) {
        Throwable failure = failure(event);
        if (failure != null) {
            throw new CompletionException(failure);
        }
        context.getDataLoaderRegistry().getDataLoaders().forEach(DataLoader::clearAll);
        return super.completeField(context, parameters, event);
    }

    private static @Nullable Throwable failure(FetchedValue event) {
        return event.getFetchedValue() != null ? null
                : event.getErrors().stream()
                        .filter(ExceptionWhileDataFetching.class::isInstance)
                        .map(error -> ((ExceptionWhileDataFetching) error).getException())
                        .findFirst().orElse(null);
    }
}
