package dev.ringmaster.support.graphql;

import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.json.bind.JsonbException;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;
import graphql.ExceptionWhileDataFetching;
import graphql.GraphQLError;
import graphql.SerializationError;
import graphql.UnresolvedTypeError;
import graphql.execution.AbortExecutionException;
import graphql.execution.NonNullableFieldWasNullError;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;

/**
 * The one place where a failure becomes what a caller reads: every error gets a code, and nothing that was not meant for a
 * caller gets out. What was not expected is logged here, once, under a reference that the caller is told.
 */
final class GraphQlErrors {

    private static final Logger LOG = Logger.getLogger(GraphQlErrors.class);
    private static final Pattern WRONG_ARGUMENT = Pattern
            .compile("(?s)argument '(\\w+)' with value '.*' is not a valid '(.*)'");
    private static final int MAX_MESSAGE = 1_000;
    private static final int MAX_CAUSES = 20;

    private GraphQlErrors() {
    }

    /** @return the error as it goes into an answer: message, locations, path and extensions.code */
    static Map<String, Object> describe(GraphQLError error) {
        var verdict = judge(error);
        var view = new LinkedHashMap<String, Object>();
        view.put("message", shortened(verdict.message()));
        if (error.getLocations() != null && !error.getLocations().isEmpty()) {
            view.put("locations", error.getLocations().stream()
                    .map(at -> Map.of("line", at.getLine(), "column", at.getColumn())).toList());
        }
        if (error.getPath() != null && !error.getPath().isEmpty()) {
            view.put("path", error.getPath());
        }
        view.put("extensions", verdict.extensions());
        return view;
    }

    /** The code alone, without telling the log. */
    static ErrorCode code(GraphQLError error) {
        var cause = error instanceof ExceptionWhileDataFetching failed ? failed.getException()
                : error instanceof AbortExecutionException aborted ? aborted.getCause() : null;
        if (cause != null) {
            var known = known(cause);
            return known == null ? ErrorCode.INTERNAL : known.code();
        }
        return isFaultOfOurs(error) ? ErrorCode.INTERNAL : ErrorCode.VALIDATION;
    }

    private static Verdict judge(GraphQLError error) {
        if (error instanceof ExceptionWhileDataFetching failed) {
            return judge(failed.getException(), failed.getPath());
        }
        if (error instanceof AbortExecutionException aborted && aborted.getCause() != null) {
            return judge(aborted.getCause(), null);
        }
        if (isFaultOfOurs(error)) {
            return unexpected(new IllegalStateException(error.getMessage()), error.getPath());
        }
        return new Verdict(ErrorCode.VALIDATION, withoutValue(String.valueOf(error.getMessage())), null);
    }

    private static boolean isFaultOfOurs(GraphQLError error) {
        return error instanceof NonNullableFieldWasNullError || error instanceof SerializationError
                || error instanceof UnresolvedTypeError;
    }

    /** SmallRye's TransformException repeats the whole value, a prompt perhaps, and names our classes. */
    private static String withoutValue(String message) {
        var argument = WRONG_ARGUMENT.matcher(message);
        if (!argument.matches()) {
            return message;
        }
        var type = argument.group(2);
        return "The argument '" + argument.group(1) + "' has a value that is not valid"
                + (type.startsWith("Unknown Scalar Type") ? "." : " for the type " + type + ".");
    }

    private static Verdict judge(Throwable failure, @Nullable List<Object> path) {
        var known = known(failure);
        return known == null ? unexpected(failure, path) : known;
    }

    /** What was meant for the caller, or null. */
    private static @Nullable Verdict known(Throwable failure) {
        var refusal = cause(failure, RingmasterException.class::isInstance);
        if (refusal instanceof RingmasterException known && known.code() != ErrorCode.INTERNAL) {
            return new Verdict(known.code(), String.valueOf(known.getMessage()), null);
        }
        var unreadable = cause(failure, JsonbException.class::isInstance);
        if (unreadable != null) {
            return new Verdict(ErrorCode.VALIDATION, String.valueOf(unreadable.getMessage()), null);
        }
        if (cause(failure, UnauthorizedException.class::isInstance) != null) {
            return new Verdict(ErrorCode.UNAUTHENTICATED, "Log in first.", null);
        }
        if (cause(failure, ForbiddenException.class::isInstance) != null) {
            return new Verdict(ErrorCode.FORBIDDEN, "You may not do this.", null);
        }
        return null;
    }

    private static Verdict unexpected(Throwable failure, @Nullable List<Object> path) {
        var reference = Integer.toHexString(ThreadLocalRandom.current().nextInt() | 0x10000000);
        LOG.errorf(failure, "graphql operation failed: reference=%s path=%s", reference, path);
        var message = cause(failure, GraphQlErrors::isDatabaseGone) != null
                ? "The database does not answer, try again (reference " + reference + ")."
                : "Something went wrong in the server; its log has the details under the reference " + reference + ".";
        return new Verdict(ErrorCode.INTERNAL, message, reference);
    }

    /** Classes 08 and 57P of https://www.postgresql.org/docs/current/errcodes-appendix.html, and a lost connection. */
    private static boolean isDatabaseGone(Throwable cause) {
        return cause instanceof ClosedConnectionException || cause instanceof ConnectException
                || cause instanceof ClosedChannelException
                || cause instanceof PgException refused && refused.getSqlState() != null
                        && (refused.getSqlState().startsWith("08") || refused.getSqlState().startsWith("57P"));
    }

    private static @Nullable Throwable cause(Throwable failure, Predicate<Throwable> wanted) {
        return Stream.<Throwable> iterate(failure, cause -> cause != null, Throwable::getCause).limit(MAX_CAUSES)
                .filter(wanted).findFirst().orElse(null);
    }

    private static String shortened(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
    }

    private record Verdict(ErrorCode code, String message, @Nullable String reference) {

        Map<String, Object> extensions() {
            return reference == null ? Map.of("code", code.name()) : Map.of("code", code.name(), "reference", reference);
        }
    }
}
