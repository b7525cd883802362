package dev.ringmaster.loop.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;

class OutageTest {

    private final Outage outage = new Outage();
    private final Logger logger = Logger.getLogger(Outage.class.getName());
    private final List<LogRecord> said = new ArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.INFO.intValue()) {
                said.add(line);
            }
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };

    @BeforeEach
    void listen() {
        logger.addHandler(listener);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(listener);
    }

    static Stream<Throwable> absences() {
        return Stream.of(new ConnectException("Connection refused: localhost/127.0.0.1:5432"),
                new CompletionException(new ConnectException("refused")), new io.smallrye.mutiny.TimeoutException(),
                ClosedConnectionException.INSTANCE, refusal("57P01"), refusal("57P03"), refusal("08006"));
    }

    private static PgException refusal(String sqlState) {
        return new PgException("the database system is starting up", "FATAL", sqlState, null);
    }

    @ParameterizedTest
    @MethodSource("absences")
    void anOutageIsSaidOnceWhenItBeginsAndOnceWhenItEnds(Throwable absence) {
        for (int i = 0; i < 5; i++) {
            assertThat(outage.explains(absence)).isTrue();
        }
        outage.over();
        outage.over();
        assertThat(said).extracting(LogRecord::getLevel).hasSize(2);
        assertThat(said).allSatisfy(line -> assertThat(line.getThrown()).isNull());

        assertThat(outage.explains(absence)).isTrue();
        assertThat(said).hasSize(3);
    }

    @Test
    void otherFailuresAreNotTakenForOne() {
        assertThat(outage.explains(new UncheckedIOException(new IOException("No space left on device")))).isFalse();
        assertThat(outage.explains(refusal("23505"))).isFalse();
        assertThat(outage.explains(new IllegalStateException("a defect"))).isFalse();
        outage.over();
        assertThat(said).isEmpty();
    }
}
