package dev.ringmaster.support.graphql;

import java.util.Map;

import jakarta.json.JsonObject;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

import dev.ringmaster.support.graphql.GraphQlExecutor.Lease;
import graphql.ExecutionResult;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.Context;

/**
 * One operation on a socket. Its results come on any thread and are written as JSON there; everything else happens on the
 * socket's event loop, which is the operation's too. A stream is asked for one result at a time, and for the next only when the
 * last one fits into the socket's queue.
 */
final class SocketOperation implements Subscriber<ExecutionResult> {

    private final String id;
    private final GraphQlSocket socket;
    private final Context context;
    private @Nullable Lease lease;
    private @Nullable Subscription stream;
    private volatile boolean over;

    /** @param context a duplicated one, for this operation alone */
    SocketOperation(String id, GraphQlSocket socket, Context context) {
        this.id = id;
        this.socket = socket;
        this.context = context;
    }

    String id() {
        return id;
    }

    /** A socket lives long: whether its caller may still be here is asked anew. */
    void start(GraphQlExecutor executor, JsonObject request, SecurityIdentity caller) {
        context.runOnContext(now -> executor.isStill(caller).subscribe().with(
                still -> onLoop(() -> {
                    if (still) {
                        lease = executor.execute(request, caller, this::onResult);
                    } else {
                        socket.loseCaller();
                    }
                }), failure -> onResult(Answers.failure(failure))));
    }

    private void onResult(ExecutionResult result) {
        if (result.getData() instanceof Publisher<?> results) {
            @SuppressWarnings("unchecked") // graphql-java: the data of a subscription is a publisher of results
            var stream = (Publisher<ExecutionResult>) results;
            onLoop(() -> stream.subscribe(this));
        } else if (result.getData() == null) {
            var errors = Answers.writeErrors(result.getErrors());
            onLoop(() -> socket.failed(this, errors));
        } else {
            var answer = Answers.write(result);
            onLoop(() -> socket.answered(this, answer));
        }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        context.runOnContext(now -> {
            if (over) {
                subscription.cancel();
            } else {
                stream = subscription;
                socket.ask(this);
            }
        });
    }

    @Override
    public void onNext(ExecutionResult result) {
        if (over) {
            return;
        }
        if (isFailureOfStream(result)) {
            var errors = Answers.writeErrors(result.getErrors());
            onLoop(() -> socket.failed(this, errors));
        } else {
            var answer = Answers.write(result);
            onLoop(() -> socket.next(this, answer));
        }
    }

    @Override
    public void onError(Throwable failure) {
        var errors = Answers.writeErrors(Answers.failure(failure).getErrors());
        onLoop(() -> socket.failed(this, errors));
    }

    @Override
    public void onComplete() {
        onLoop(() -> socket.completed(this));
    }

    /** Asks for one more result. On the event loop. */
    void request() {
        if (!over && stream != null) {
            stream.request(1);
        }
    }

    /** Nothing comes out of it any more. On the event loop, more than once if need be. */
    void end() {
        if (over) {
            return;
        }
        over = true;
        if (stream != null) {
            stream.cancel();
        }
        if (lease != null) {
            lease.end();
        }
    }

    private void onLoop(Runnable task) {
        context.runOnContext(now -> {
            if (!over) {
                task.run();
            }
        });
    }

    /**
     * SmallRye makes the failure of a Multi into a last result, with the error at the subscription's own field
     * (AbstractStreamingDataFetcher); an error further down belongs to that one result.
     */
    private static boolean isFailureOfStream(ExecutionResult result) {
        boolean nothing = result.getData() == null
                || result.getData() instanceof Map<?, ?> fields && fields.values().stream().allMatch(value -> value == null);
        return nothing && result.getErrors().stream().anyMatch(error -> error.getPath() == null || error.getPath().size() <= 1);
    }
}
