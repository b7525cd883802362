package dev.ringmaster.support.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringmaster.support.graphql.Effect.Close;
import dev.ringmaster.support.graphql.Effect.Send;
import dev.ringmaster.support.graphql.Effect.Start;
import dev.ringmaster.support.graphql.Effect.Stop;

class TransportProtocolTest {

    private static final String INIT = "{\"type\":\"connection_init\",\"payload\":{\"any\":1}}";

    private final TransportProtocol protocol = new TransportProtocol(2);

    @Test
    void acknowledges_the_first_initialisation_and_refuses_a_second() {
        assertThat(protocol.receive(INIT)).containsExactly(new Send("{\"type\":\"connection_ack\"}"));
        assertThat(protocol.receive(INIT)).containsExactly(new Close(4429, "Too many initialisation requests"));
    }

    @Test
    void waits_for_the_initialisation_only_until_it_came() {
        assertThat(protocol.initTimedOut()).containsExactly(new Close(4408, "Connection initialisation timeout"));
        protocol.receive(INIT);
        assertThat(protocol.initTimedOut()).isEmpty();
    }

    @Test
    void starts_nothing_before_the_initialisation() {
        assertThat(protocol.receive(subscribe("1"))).containsExactly(new Close(4401, "Unauthorized"));
    }

    @Test
    void answers_pings_at_any_time_and_takes_pongs() {
        assertThat(protocol.receive("{\"type\":\"ping\",\"payload\":{}}")).containsExactly(new Send("{\"type\":\"pong\"}"));
        assertThat(protocol.receive("{\"type\":\"pong\"}")).isEmpty();
    }

    @Test
    void starts_an_operation_and_stops_it_when_the_client_has_enough() {
        protocol.receive(INIT);

        assertThat(protocol.receive(subscribe("a"))).singleElement().isInstanceOfSatisfying(Start.class, start -> {
            assertThat(start.id()).isEqualTo("a");
            assertThat(start.request().getString("query")).isEqualTo("{x}");
        });
        assertThat(protocol.receive("{\"type\":\"complete\",\"id\":\"a\"}")).containsExactly(new Stop("a"));
        assertThat(protocol.receive("{\"type\":\"complete\",\"id\":\"a\"}")).isEmpty();
        assertThat(protocol.ended("a")).isEmpty();
    }

    @Test
    void refuses_an_id_that_runs_and_takes_it_again_when_it_has_ended() {
        protocol.receive(INIT);
        protocol.receive(subscribe("a"));
        assertThat(protocol.ended("a")).containsExactly(new Send("{\"type\":\"complete\",\"id\":\"a\"}"));
        assertThat(protocol.receive(subscribe("a"))).singleElement().isInstanceOf(Start.class);

        assertThat(protocol.receive(subscribe("a"))).containsExactly(new Close(4409, "Subscriber for a already exists"));
    }

    @Test
    void tells_a_failure_once_and_then_nothing_more_of_the_operation() {
        protocol.receive(INIT);
        protocol.receive(subscribe("a\\\"b"));

        assertThat(protocol.failed("a\"b", "[1]"))
                .containsExactly(new Send("{\"type\":\"error\",\"id\":\"a\\\"b\",\"payload\":[1]}"));
        assertThat(protocol.failed("a\"b", "[1]")).isEmpty();
    }

    @Test
    void ends_an_operation_over_the_limit_and_keeps_the_socket() {
        protocol.receive(INIT);
        protocol.receive(subscribe("a"));
        protocol.receive(subscribe("b"));

        assertThat(protocol.receive(subscribe("c"))).singleElement().isInstanceOfSatisfying(Send.class,
                send -> assertThat(send.message()).contains("\"error\"", "\"c\"", "VALIDATION"));
        protocol.ended("a");
        assertThat(protocol.receive(subscribe("c"))).singleElement().isInstanceOf(Start.class);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "x", "[]", "1", "null", "{}", "{\"type\":1}", "{\"type\":\"start\"}", "{\"type\":\"next\"}",
            "{\"type\":\"complete\"}", "{\"type\":\"subscribe\"}",
            "{\"type\":\"subscribe\",\"id\":1,\"payload\":{\"query\":\"{x}\"}}",
            "{\"type\":\"subscribe\",\"id\":\"\",\"payload\":{\"query\":\"{x}\"}}", "{\"type\":\"subscribe\",\"id\":\"1\"}",
            "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{}}",
            "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"query\":7}}",
            "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"query\":\"{x}\",\"variables\":[]}}",
            "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"query\":\"{x}\",\"operationName\":{}}}" })
    void closes_on_what_is_no_message(String text) {
        protocol.receive(INIT);

        assertThat(protocol.receive(text)).singleElement()
                .isInstanceOfSatisfying(Close.class, close -> assertThat(close.code()).isEqualTo(4400));
    }

    @Test
    void closes_on_binary_messages_and_on_nesting_without_end() {
        assertThat(protocol.receiveBinary()).singleElement().isInstanceOf(Close.class);
        assertThat(protocol.receive("{\"type\":" + "[".repeat(20_000))).singleElement()
                .isInstanceOfSatisfying(Close.class, close -> assertThat(close.code()).isEqualTo(4400));
    }

    private static String subscribe(String id) {
        return "{\"type\":\"subscribe\",\"id\":\"" + id + "\",\"payload\":{\"query\":\"{x}\",\"variables\":null}}";
    }
}
