package dev.ringmaster.support.graphql;

import java.util.concurrent.CompletableFuture;

import jakarta.enterprise.inject.literal.NamedLiteral;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.execution.AsyncExecutionStrategy;
import graphql.execution.AsyncSerialExecutionStrategy;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategy;
import graphql.execution.ExecutionStrategyParameters;
import graphql.schema.GraphQLObjectType;
import io.quarkus.arc.Arc;
import io.quarkus.arc.Unremovable;
import io.smallrye.graphql.execution.error.ExceptionHandler;
import io.smallrye.graphql.spi.EventingService;

/**
 * graphql-java's strategies with a gate before them. The gate is here and not in front of SmallRye, because here it is known
 * what will be executed, with nothing left to interpret: fragments, directives and variables are resolved. (graphql-java's own
 * hook is an instrumentation; SmallRye 2.17 sets its own and takes no other.)
 *
 * SmallRye finds this through {@code META-INF/services}, once for the life of the JVM, while in development and in tests the
 * program is loaded many times: so the strategies are beans, asked for when they are needed.
 */
public final class GuardedStrategies implements EventingService {

    private static final String QUERIES = "guardedQueries";
    private static final String MUTATIONS = "guardedMutations";
    static final String FEEDS = "guardedFeeds";

    @Override
    public GraphQL.Builder beforeGraphQLBuild(GraphQL.Builder builder) {
        return builder.queryExecutionStrategy(bean(QUERIES)).mutationExecutionStrategy(bean(MUTATIONS))
                .subscriptionExecutionStrategy(bean(FEEDS));
    }

    private static ExecutionStrategy bean(String name) {
        return Arc.container().select(ExecutionStrategy.class, NamedLiteral.of(name)).get();
    }

    /** No key: always enabled. */
    @Override
    public @Nullable String getConfigKey() {
        return null;
    }

    @Singleton
    @Unremovable
    @Named(QUERIES)
    static final class Queries extends AsyncExecutionStrategy {

        Queries() {
            super(new ExceptionHandler());
        }

        @Override
        public CompletableFuture<ExecutionResult> execute(ExecutionContext context, ExecutionStrategyParameters parameters) {
            return Gate.pass(context, parameters, () -> super.execute(context, parameters));
        }
    }

    @Singleton
    @Unremovable
    @Named(MUTATIONS)
    static final class Mutations extends AsyncSerialExecutionStrategy {

        Mutations() {
            super(new ExceptionHandler());
        }

        @Override
        public CompletableFuture<ExecutionResult> execute(ExecutionContext context, ExecutionStrategyParameters parameters) {
            return Gate.pass(context, parameters, () -> super.execute(context, parameters));
        }

        @Override
        protected Object completeValueForObject(ExecutionContext context, ExecutionStrategyParameters parameters,
                GraphQLObjectType type, Object value) {
            Gate.took(context, parameters, value);
            return super.completeValueForObject(context, parameters, type, value);
        }
    }
}
