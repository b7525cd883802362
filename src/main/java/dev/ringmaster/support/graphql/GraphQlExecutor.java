package dev.ringmaster.support.graphql;

import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonObject;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.ParseAndValidate;
import graphql.parser.ParserOptions;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableContext.ContextState;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.graphql.execution.ExecutionResponse;
import io.smallrye.graphql.execution.ExecutionResponseWriter;
import io.smallrye.graphql.execution.ExecutionService;
import io.smallrye.graphql.execution.context.SmallRyeContextManager;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/**
 * Runs one operation in SmallRye, as its caller, in a CDI request context of its own. What SmallRye's and Quarkus' handlers do
 * around an operation was read in SmallRyeGraphQLAbstractHandler (Quarkus 3.32.1) and AbstractGraphQLWebsocketHandler (SmallRye
 * GraphQL 2.17.0).
 */
@ApplicationScoped
class GraphQlExecutor {

    /** What SmallRye says, without a reason, of a document that graphql-java cannot parse or that is not valid. */
    private static final String UNPARSEABLE = "Unparseable input document";

    private final ExecutionService service;
    private final CurrentIdentityAssociation identities;
    private final OperationGuard guard;

    GraphQlExecutor(ExecutionService service, CurrentIdentityAssociation identities, OperationGuard guard) {
        this.service = service;
        this.identities = identities;
        this.guard = guard;
        // SmallRye's parser-* keys set the defaults for schemas only; these are those for operations.
        ParserOptions.setDefaultOperationParserOptions(ParserOptions.getDefaultOperationParserOptions().transform(
                options -> options.maxCharacters(256 * 1024).maxTokens(10_000).maxWhitespaceTokens(100_000).maxRuleDepth(200)));
    }

    /** Ends what an operation holds. */
    @FunctionalInterface
    interface Lease {
        void end();
    }

    /**
     * Must be called on a duplicated Vert.x context, which then belongs to the operation.
     *
     * @param onResult is called once, on any thread; a GraphQL subscription's data is a publisher of results
     * @return to be ended when nothing of the operation is used any more
     */
    Lease execute(JsonObject request, SecurityIdentity caller, Consumer<ExecutionResult> onResult) {
        var requestContext = Arc.container().requestContext();
        ContextState state = requestContext.activate();
        // A context that an earlier operation left on this thread would be taken for this operation's.
        SmallRyeContextManager.clearCurrentSmallRyeContext();
        try {
            identities.setIdentity(caller);
            var context = new HashMap<String, Object>();
            context.put("runBlocking", false);
            context.put("state", state);
            context.put(Gate.KEY, new Gate(guard, caller, resumption(state)));
            service.executeAsync(request, context, new Writer(request, onResult));
        } finally {
            SmallRyeContextManager.clearCurrentSmallRyeContext();
            requestContext.deactivate();
        }
        return () -> requestContext.destroy(state);
    }

    /** Whether a caller who came in some time ago may still do what they could then. */
    Uni<Boolean> isStill(SecurityIdentity caller) {
        return guard.fallen(List.of(caller)).map(Set::isEmpty);
    }

    /** At once where nothing was waited for, so that an operation without questions runs as if there were no gate. */
    private static Executor resumption(ContextState state) {
        var own = Vertx.currentContext();
        return task -> {
            var requestContext = Arc.container().requestContext();
            if (Vertx.currentContext() == own && requestContext.isActive()) {
                task.run();
                return;
            }
            own.runOnContext(now -> {
                requestContext.activate(state);
                SmallRyeContextManager.clearCurrentSmallRyeContext();
                try {
                    task.run();
                } finally {
                    SmallRyeContextManager.clearCurrentSmallRyeContext();
                    requestContext.deactivate();
                }
            });
        };
    }

    private record Writer(JsonObject request, Consumer<ExecutionResult> onResult) implements ExecutionResponseWriter {

        @Override
        public void write(ExecutionResponse response) {
            var result = response.getExecutionResult();
            SmallRyeContextManager.clearCurrentSmallRyeContext();
            onResult.accept(isUnparseable(result) ? reasons(result) : result);
        }

        @Override
        public void fail(Throwable failure) {
            SmallRyeContextManager.clearCurrentSmallRyeContext();
            onResult.accept(Answers.failure(failure));
        }

        private static boolean isUnparseable(ExecutionResult result) {
            return result.getErrors().size() == 1 && UNPARSEABLE.equals(result.getErrors().get(0).getMessage());
        }

        private ExecutionResult reasons(ExecutionResult silent) {
            var parsed = ParseAndValidate.parse(ExecutionInput.newExecutionInput(request.getString("query")).build());
            return parsed.isFailure() ? Answers.of(parsed.getErrors()) : silent;
        }
    }
}
