package dev.ringmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.ringmaster.support.postgres.EmbeddedPostgres;
import dev.ringmaster.support.postgres.TestHome;
import dev.ringmaster.testing.Board;

/** The built server from its first start to its last stop, as its user sees it. */
class ServerLifecycleIT {

    private static final Path WEB_UI_SCHEMA = Path.of("web-ui", "schema.graphql");
    private static final String SCALARS = """


            scalar BigDecimal

            scalar BigInteger

            scalar DateTime
            """;

    private final TestHome testHome = new TestHome("rm");
    private final Path home = testHome.path();

    @AfterEach
    void stopWhateverRuns() {
        EmbeddedPostgres.start(home.resolve("rm")).close();
        testHome.close();
    }

    @Test
    void it_says_where_it_is_and_takes_its_database_along_when_it_stops() throws Exception {
        try (var server = ServerProcess.up(home).awaitReady()) {
            assertThat(server.log()).contains("http://127.0.0.1:" + server.port() + "/");
            long postgres = postgresPid();
            assertThat(ProcessHandle.of(postgres)).isPresent();

            int exitCode = server.stop();

            assertThat(exitCode).isEqualTo(143);
            assertThat(home.resolve("rm/postgres/data/postmaster.pid")).doesNotExist();
        }
    }

    @Test
    void a_killed_server_finds_its_database_running() throws Exception {
        long postgres;
        try (var killed = ServerProcess.up(home).awaitReady()) {
            postgres = postgresPid();
            killed.kill();
        }

        try (var next = ServerProcess.up(home).awaitReady()) {
            assertThat(postgresPid()).isEqualTo(postgres);
            assertThat(next.log()).contains("Using the Postgres that runs already (pid " + postgres);
            next.stop();
        }
    }

    @Test
    void a_database_from_outside_takes_the_place_of_the_embedded_one() throws Exception {
        Path other = Files.createDirectories(home.resolve("other"));
        try (var outside = EmbeddedPostgres.start(other)) {
            var address = outside.address();
            Files.createDirectories(home.resolve("rm"));
            Files.writeString(home.resolve("rm/application.yaml"), """
                    quarkus:
                      datasource:
                        jdbc: { url: "%s" }
                        username: %s
                        password: %s
                    """.formatted(address.jdbcUrl(), address.username(), address.password()));

            try (var server = ServerProcess.up(home).awaitReady()) {
                assertThat(home.resolve("rm/postgres/data")).doesNotExist();
                server.stop();
            }
        }
    }

    @Test
    void its_log_is_json_when_that_is_asked_for() throws Exception {
        try (var server = ServerProcess.up(home, Map.of("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true")).awaitReady()) {
            server.stop();

            assertThat(server.log().lines()).noneMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\d .*"));
            var records = server.log().lines().filter(line -> line.startsWith("{")).toList();
            assertThat(records).hasSizeGreaterThan(2).allSatisfy(record -> assertThat(new ObjectMapper().readTree(record)
                    .properties()).extracting(Map.Entry::getKey).contains("timestamp", "level", "loggerName", "message"));
        }
    }

    /** The web UI's types and test data are made from that file; the printed schema leaves its scalars undeclared. */
    @Test
    void it_has_the_schema_that_the_web_ui_is_made_for() throws Exception {
        try (var server = ServerProcess.up(home).awaitReady()) {
            String token = Files.readString(home.resolve("rm/token")).strip();
            String schema = new Board(server.base().resolve("/graphql"), token).schema().strip() + SCALARS;
            server.stop();
            if (Boolean.getBoolean("update.docs")) {
                Files.writeString(WEB_UI_SCHEMA, schema);
            }

            assertThat(Files.readString(WEB_UI_SCHEMA)).as("rewrite it with -Dupdate.docs=true, then: npm run types")
                    .isEqualTo(schema);
        }
    }

    private long postgresPid() throws IOException {
        return Long.parseLong(Files.readAllLines(home.resolve("rm/postgres/data/postmaster.pid")).getFirst());
    }
}
