package dev.ringmaster.support.graphql;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.execution.AsyncExecutionStrategy;
import graphql.execution.AsyncSerialExecutionStrategy;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategyParameters;
import graphql.execution.FetchedValue;
import graphql.execution.FieldValueInfo;
import io.smallrye.graphql.execution.error.ExceptionHandler;
import io.smallrye.graphql.spi.EventingService;

/**
 * graphql-java's strategies with a gate before them. The gate is here and not in front of SmallRye, because here it is known
 * what will be executed, with nothing left to interpret: fragments, directives and variables are resolved. (graphql-java's own
 * hook is an instrumentation; SmallRye 2.17 sets its own and takes no other.)
 */
public final class GuardedStrategies implements EventingService {

    @Override
    public GraphQL.Builder beforeGraphQLBuild(GraphQL.Builder builder) {
        return builder.queryExecutionStrategy(new Queries()).mutationExecutionStrategy(new Mutations())
                .subscriptionExecutionStrategy(new FeedStrategy());
    }

    /** No key: always enabled. */
    @Override
    public @Nullable String getConfigKey() {
        return null;
    }

    private static final class Queries extends AsyncExecutionStrategy {

        Queries() {
            super(new ExceptionHandler());
        }

        @Override
        public CompletableFuture<ExecutionResult> execute(ExecutionContext context, ExecutionStrategyParameters parameters) {
            return Gate.pass(context, parameters, () -> super.execute(context, parameters));
        }
    }

    private static final class Mutations extends AsyncSerialExecutionStrategy {

        Mutations() {
            super(new ExceptionHandler());
        }

        @Override
        public CompletableFuture<ExecutionResult> execute(ExecutionContext context, ExecutionStrategyParameters parameters) {
            return Gate.pass(context, parameters, () -> super.execute(context, parameters));
        }

        @Override
        protected FieldValueInfo completeField(ExecutionContext context, ExecutionStrategyParameters parameters,
                FetchedValue value) {
            Gate.took(context, parameters, value);
            return super.completeField(context, parameters, value);
        }
    }
}
