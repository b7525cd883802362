package dev.ringmaster.support.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.ConnectException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;
import graphql.ExceptionWhileDataFetching;
import graphql.ExecutionResultImpl;
import graphql.execution.AbortExecutionException;
import graphql.execution.ResultPath;
import graphql.language.SourceLocation;
import io.vertx.pgclient.PgException;

class AnswersTest {

    @Test
    void writes_data_as_graphql_has_it() {
        var data = new LinkedHashMap<String, Object>();
        data.put("money", new BigDecimal("1E+3"));
        data.put("big", BigInteger.TWO.pow(60));
        data.put("list", Arrays.asList("a\u2028\"", null, 1.5, true));

        assertThat(Answers.write(ExecutionResultImpl.newExecutionResult().data(data).build()))
                .isEqualTo("{\"data\":{\"money\":1000,\"big\":1152921504606846976,\"list\":[\"a\u2028\\\"\",null,1.5,true]}}");
    }

    @Test
    void an_answer_that_cannot_be_written_is_an_internal_error() {
        assertThat(Answers.write(ExecutionResultImpl.newExecutionResult().data(new Object()).build()))
                .startsWith("{\"errors\":[").contains("INTERNAL");
    }

    @ParameterizedTest
    @EnumSource(value = ErrorCode.class, mode = EnumSource.Mode.EXCLUDE, names = "INTERNAL")
    void a_refusal_keeps_its_code_and_message_however_it_is_wrapped(ErrorCode code) {
        var refusal = new CompletionException(new IllegalStateException(new RingmasterException(code, "Do this.")));

        assertThat(written(refusal)).contains("\"message\":\"Do this.\"", "\"code\":\"" + code + "\"", "\"path\":[\"card\"]");
    }

    @Test
    void what_was_not_expected_tells_nothing_but_a_reference() {
        assertThat(written(new IllegalStateException("password=hunter2"))).doesNotContain("hunter2")
                .containsPattern("\"code\":\"INTERNAL\"").containsPattern("\"reference\":\"[0-9a-f]{8}\"");
        assertThat(written(new RingmasterException(ErrorCode.INTERNAL, "hunter2"))).doesNotContain("hunter2");
    }

    @Test
    void a_database_that_is_gone_is_said_to_be() {
        var refused = new PgException("terminating connection", "FATAL", "57P01", null);

        assertThat(List.of(written(refused), written(new CompletionException(new ConnectException("refused")))))
                .allSatisfy(text -> assertThat(text).contains("The database does not answer, try again", "INTERNAL"));
        assertThat(written(new PgException("duplicate key", "ERROR", "23505", null))).contains("Something went wrong");
    }

    @Test
    void a_limit_of_the_query_is_a_validation_error_and_a_crash_is_not() {
        var limit = ExecutionResultImpl.newExecutionResult().addError(new AbortExecutionException("too deep")).build();
        var crash = ExecutionResultImpl.newExecutionResult().addError(new AbortExecutionException(new OutOfMemoryError()))
                .build();

        assertThat(Answers.write(limit)).contains("too deep", "VALIDATION");
        assertThat(Answers.write(crash)).contains("INTERNAL");
    }

    @Test
    void a_message_is_cut_to_a_readable_length() {
        assertThat(Answers.write(Answers.invalid("%" + "x".repeat(100_000)))).hasSizeLessThan(2_000).contains("VALIDATION");
    }

    private static String written(Throwable failure) {
        return Answers.writeErrors(List.of(
                new ExceptionWhileDataFetching(ResultPath.rootPath().segment("card"), failure, new SourceLocation(1, 2))));
    }
}
