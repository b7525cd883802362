package dev.ringmaster.support.graphql;

import java.util.LinkedHashMap;
import java.util.List;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import graphql.ExceptionWhileDataFetching;
import graphql.ExecutionResult;
import graphql.ExecutionResultImpl;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.ResultPath;
import graphql.language.SourceLocation;

/**
 * Writes results as JSON. A result consists of maps, lists and scalars only, so Jackson writes it in one pass; SmallRye's own
 * writer builds a second tree of JSON-P objects first.
 */
final class Answers {

    private static final JsonMapper JSON = JsonMapper.builder().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN).build();

    private Answers() {
    }

    /** @return {@code {"errors":[…],"data":…}}; a result that cannot be written becomes an error */
    static String write(ExecutionResult result) {
        var answer = new LinkedHashMap<String, Object>();
        if (!result.getErrors().isEmpty()) {
            answer.put("errors", result.getErrors().stream().map(GraphQlErrors::describe).toList());
        }
        if (result.isDataPresent()) {
            answer.put("data", result.getData());
        }
        if (result.getExtensions() != null && !result.getExtensions().isEmpty()) {
            answer.put("extensions", result.getExtensions());
        }
        try {
            return JSON.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            return write(failure(e));
        }
    }

    /** @return the errors alone, a JSON array: the payload of an {@code error} message */
    static String writeErrors(List<GraphQLError> errors) {
        return quote(errors.stream().map(GraphQlErrors::describe).toList());
    }

    /** Writes a value that is known to be writable: a string, or lists and maps of them. */
    static String quote(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A result that says only that the request was not understood. */
    static ExecutionResult invalid(String message) {
        return only(GraphqlErrorBuilder.newError().message("%s", message).build());
    }

    /** A result that says only that the server failed. */
    static ExecutionResult failure(Throwable cause) {
        return only(new ExceptionWhileDataFetching(ResultPath.rootPath(), cause, SourceLocation.EMPTY));
    }

    /** A result without data. */
    static ExecutionResult of(List<? extends GraphQLError> errors) {
        return ExecutionResultImpl.newExecutionResult().errors(List.copyOf(errors)).build();
    }

    private static ExecutionResult only(GraphQLError error) {
        return of(List.of(error));
    }
}
