package dev.ringmaster.support.graphql;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.support.graphql.OperationGuard.Outcome;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategyParameters;
import io.quarkus.security.identity.SecurityIdentity;

/**
 * Stands between one caller and the execution of one operation. It travels in graphql-java's context; an operation that is
 * executed without one is refused, whichever way it came.
 */
final class Gate {

    /** Where graphql-java's context has it. */
    static final String KEY = "ringmaster.gate";

    private static final Logger LOG = Logger.getLogger(Gate.class);
    /** A page needs a handful; each may be a query of its own to the database. */
    private static final int MAX_ROOT_FIELDS = 100;

    private final OperationGuard guard;
    private final SecurityIdentity caller;
    private final Executor resumption;
    private final Map<String, Object> values = new ConcurrentHashMap<>();

    /** @param resumption runs a task as the operation: on its Vert.x context, with its request context */
    Gate(OperationGuard guard, SecurityIdentity caller, Executor resumption) {
        this.guard = guard;
        this.caller = caller;
        this.resumption = resumption;
    }

    /** Lets an operation run, or gives a result that says why it did not. */
    static CompletableFuture<ExecutionResult> pass(ExecutionContext context, ExecutionStrategyParameters parameters,
            Supplier<CompletableFuture<ExecutionResult>> execution) {
        Gate gate = context.getGraphQLContext().get(KEY);
        if (gate == null) {
            return refused(new RingmasterException(ErrorCode.FORBIDDEN, "Nobody may run operations this way."));
        }
        if (parameters.getFields().size() > MAX_ROOT_FIELDS) {
            return refused(RingmasterException.invalid("The operation is too wide: it has " + parameters.getFields().size()
                    + " fields at its root, at most " + MAX_ROOT_FIELDS + " are allowed. Send several requests."));
        }
        return gate.run(new OperationReader(context, parameters).read(parameters), execution);
    }

    /** Remembers the object that a field at the root gave. */
    static void took(ExecutionContext context, ExecutionStrategyParameters parameters, Object value) {
        Gate gate = context.getGraphQLContext().get(KEY);
        if (gate != null && parameters.getPath().getLevel() == 1) {
            gate.values.put(parameters.getField().getResultKey(), value);
        }
    }

    private CompletableFuture<ExecutionResult> run(RequestedOperation operation,
            Supplier<CompletableFuture<ExecutionResult>> execution) {
        var result = new CompletableFuture<ExecutionResult>();
        guard.admit(caller, operation).subscribe().with(
                admission -> resumption.execute(() -> execute(operation, execution, admission, result)),
                refusal -> result.complete(Answers.failure(refusal)));
        return result;
    }

    private void execute(RequestedOperation operation, Supplier<CompletableFuture<ExecutionResult>> execution,
            OperationGuard.Admission admission, CompletableFuture<ExecutionResult> result) {
        try {
            execution.get().whenComplete((ended, failure) -> admission.ended(outcomes(operation, ended, failure))
                    .onFailure().invoke(lost -> LOG.errorf(lost, "audit outcome lost: operation=%s", operation.fields()))
                    .onFailure().recoverWithNull()
                    .subscribe().with(told -> settle(result, ended, failure), result::completeExceptionally));
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private static void settle(CompletableFuture<ExecutionResult> result, ExecutionResult ended, Throwable failure) {
        if (failure == null) {
            result.complete(ended);
        } else {
            result.completeExceptionally(failure);
        }
    }

    private List<Outcome> outcomes(RequestedOperation operation, ExecutionResult ended, Throwable failure) {
        return operation.fields().stream().map(field -> new Outcome(field.key(),
                failure != null ? ErrorCode.INTERNAL.name()
                        : ended.getErrors().stream().filter(error -> concerns(error, field.key())).findFirst()
                                .map(error -> GraphQlErrors.code(error).name()).orElse(Outcome.OK),
                values.get(field.key()))).toList();
    }

    private static boolean concerns(GraphQLError error, String key) {
        return error.getPath() == null || error.getPath().isEmpty() || error.getPath().get(0).equals(key);
    }

    private static CompletableFuture<ExecutionResult> refused(RingmasterException why) {
        return CompletableFuture.completedFuture(Answers.failure(why));
    }
}
