package dev.ringmaster.support.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresIT {

    private final TestHome testHome = new TestHome();
    private final Path home = testHome.path();
    private final Path data = home.resolve("postgres/data");

    @AfterEach
    void stopWhateverRuns() {
        EmbeddedPostgres.start(home).close();
        testHome.close();
    }

    @Test
    void a_commit_is_on_the_disk() throws SQLException {
        try (var postgres = EmbeddedPostgres.start(home)) {
            assertThat(query(postgres, "show fsync")).containsExactly("on");
            assertThat(query(postgres, "show synchronous_commit")).containsExactly("on");
            assertThat(query(postgres, "show full_page_writes")).containsExactly("on");
            assertThat(query(postgres, "show data_checksums")).containsExactly("on");
            assertThat(query(postgres, "show server_encoding")).containsExactly("UTF8");
            assertThat(query(postgres, "show server_version")).first().asString()
                    .startsWith(PostgresLayout.VERSION.replaceFirst("\\.0$", ""));
        }
    }

    @Test
    void only_who_knows_the_password_comes_in() throws IOException {
        try (var postgres = EmbeddedPostgres.start(home)) {
            var address = postgres.address();

            assertThatThrownBy(() -> DriverManager.getConnection(address.jdbcUrl(), address.username(), "guess"))
                    .isInstanceOf(SQLException.class).hasMessageContaining("password authentication failed");
            assertThat(Files.getPosixFilePermissions(home.resolve("postgres/password"))).hasSize(2);
            assertThat(address.toString()).doesNotContain(String.valueOf(address.password()));
        }
    }

    @Test
    void data_and_port_survive_a_restart() throws SQLException {
        int port;
        long pid;
        try (var first = EmbeddedPostgres.start(home)) {
            port = first.port();
            pid = first.pid();
            insert(first, 1);
        }
        assertThat(Postmaster.alive(pid, data)).isFalse();

        try (var second = EmbeddedPostgres.start(home)) {
            assertThat(second.port()).isEqualTo(port);
            assertThat(query(second, "select n from kept")).containsExactly("1");
        }
    }

    @Test
    void a_taken_port_is_replaced() throws IOException {
        EmbeddedPostgres.start(home).close();
        int port = Integer.parseInt(Files.readString(home.resolve("postgres/port")).strip());

        try (var holder = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                var postgres = EmbeddedPostgres.start(home)) {
            assertThat(postgres.port()).isNotEqualTo(holder.getLocalPort());
        }
    }

    @Test
    void the_port_that_the_server_is_about_to_take_is_left_to_it() throws IOException {
        EmbeddedPostgres.start(home).close();
        int port = Integer.parseInt(Files.readString(home.resolve("postgres/port")).strip());

        try (var postgres = EmbeddedPostgres.start(home, port)) {
            assertThat(postgres.port()).isNotEqualTo(port);
        }
    }

    @Test
    void the_postgres_of_a_killed_server_is_adopted() throws Exception {
        PostgresUser killed = PostgresUser.of(home);
        killed.kill();

        try (var next = EmbeddedPostgres.start(home)) {
            assertThat(next.pid()).isEqualTo(killed.postgresPid());
            insert(next, 1);
        }
        assertThat(Postmaster.alive(killed.postgresPid(), data)).isFalse();
    }

    @Test
    void a_postgres_that_hangs_is_replaced() throws Exception {
        PostgresUser killed = PostgresUser.of(home);
        killed.kill();
        signal("STOP", killed.postgresPid());

        try (var next = EmbeddedPostgres.start(home)) {
            assertThat(next.pid()).isNotEqualTo(killed.postgresPid());
            insert(next, 1);
        }
    }

    @Test
    void committed_rows_survive_when_everything_is_killed() throws Exception {
        PostgresUser killed = PostgresUser.of(home);
        List<Integer> committed = new ArrayList<>();
        try (Connection connection = connect(addressOf(home))) {
            connection.createStatement().execute("create table kept (n int)");
            for (int n = 0; n < 200; n++) {
                connection.createStatement().execute("insert into kept values (" + n + ")");
                committed.add(n);
            }
            List<ProcessHandle> children = ProcessHandle.of(killed.postgresPid()).orElseThrow().children().toList();
            assertThat(children).hasSizeGreaterThan(3);
            killed.kill();
            signal("KILL", killed.postgresPid());
            children.forEach(ProcessHandle::destroyForcibly);
        }
        assertThat(data.resolve("postmaster.pid")).exists();

        try (var next = EmbeddedPostgres.start(home)) {
            assertThat(query(next, "select n from kept order by n"))
                    .containsExactlyElementsOf(committed.stream().map(String::valueOf).toList());
        }
    }

    @Test
    void a_postmaster_that_died_alone_is_replaced() throws Exception {
        PostgresUser killed = PostgresUser.of(home);
        killed.kill();
        signal("KILL", killed.postgresPid());

        try (var next = EmbeddedPostgres.start(home)) {
            assertThat(query(next, "select 1")).containsExactly("1");
        }
    }

    @Test
    void a_postmaster_that_dies_under_a_server_comes_back_on_its_port() throws Exception {
        try (var postgres = EmbeddedPostgres.start(home)) {
            insert(postgres, 1);
            int port = postgres.port();
            DatabaseAddress address = postgres.address();
            signal("KILL", postgres.pid());

            await().atMost(Duration.ofSeconds(20)).ignoreExceptions()
                    .untilAsserted(() -> connect(address).close());

            assertThat(postgres.port()).isEqualTo(port);
            assertThat(query(postgres, "select n from kept")).containsExactly("1");
        }
    }

    @Test
    void a_home_in_use_in_another_container_is_left_alone() throws Exception {
        PostgresUser other = PostgresUser.of(home);
        Path pidFile = data.resolve("postmaster.pid");
        String content = Files.readString(pidFile);
        other.signal("STOP");
        Files.writeString(pidFile, content.replaceFirst("\\d+", "2147483647"));
        Files.writeString(home.resolve("postgres/place"), "another boot");

        assertThatThrownBy(() -> EmbeddedPostgres.start(home))
                .isInstanceOf(PostgresException.class).hasMessageContaining("in another container");

        Files.writeString(pidFile, content);
        other.signal("CONT");
        other.close();
    }

    @Test
    void a_pid_that_somebody_else_has_by_now_does_not_stop_us() throws IOException, SQLException {
        EmbeddedPostgres.start(home).close();
        long pid = ProcessHandle.current().pid();
        Files.writeString(data.resolve("postmaster.pid"), pid + "\n" + data + "\n1\n5432\n\n127.0.0.1\n\nready\n");

        try (var postgres = EmbeddedPostgres.start(home)) {
            assertThat(postgres.pid()).isNotEqualTo(pid);
            assertThat(query(postgres, "select 1")).containsExactly("1");
        }
    }

    @Test
    void the_last_of_two_servers_ends_it() throws Exception {
        PostgresUser other = PostgresUser.of(home);
        try (var mine = EmbeddedPostgres.start(home)) {
            assertThat(mine.pid()).isEqualTo(other.postgresPid());
        }
        assertThat(Postmaster.alive(other.postgresPid(), data)).isTrue();

        other.close();

        assertThat(Postmaster.alive(other.postgresPid(), data)).isFalse();
    }

    @Test
    void two_servers_that_start_at_once_share_one() throws Exception {
        var starts = Stream.of(1, 2).parallel().map(n -> {
            try {
                return PostgresUser.of(home);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }).toList();

        assertThat(starts.get(0).postgresPid()).isEqualTo(starts.get(1).postgresPid());
        for (PostgresUser user : starts) {
            user.close();
        }
        assertThat(Postmaster.alive(starts.get(0).postgresPid(), data)).isFalse();
    }

    @Test
    void a_signal_to_the_servers_process_group_does_not_reach_it() throws IOException {
        try (var postgres = EmbeddedPostgres.start(home)) {
            String stat = Files.readString(Path.of("/proc/" + postgres.pid() + "/stat"));
            String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);

            assertThat(Long.parseLong(afterName[3])).as("session").isEqualTo(postgres.pid());
        }
    }

    @Test
    void the_log_is_bounded() throws IOException {
        EmbeddedPostgres.start(home).close();
        Path log = home.resolve("postgres/postgres.log");
        Files.write(log, new byte[11 << 20]);

        EmbeddedPostgres.start(home).close();

        assertThat(Files.size(log)).isLessThan(1 << 20);
        assertThat(log.resolveSibling("postgres.log.1")).hasSize(11 << 20);
    }

    @Test
    void data_of_another_major_version_is_left_alone() throws IOException {
        EmbeddedPostgres.start(home).close();
        Files.writeString(data.resolve("PG_VERSION"), "15\n");

        assertThatThrownBy(() -> EmbeddedPostgres.start(home))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining("written by Postgres 15").hasMessageContaining("pg_dump");
        Files.writeString(data.resolve("PG_VERSION"), "18\n");
    }

    @Test
    void an_interrupted_first_start_is_begun_again() throws IOException, SQLException {
        Path unfinished = Files.createDirectories(home.resolve("postgres/data.new"));
        Files.writeString(unfinished.resolve("PG_VERSION"), "18\n");

        try (var postgres = EmbeddedPostgres.start(home)) {
            assertThat(query(postgres, "select 1")).containsExactly("1");
        }
        assertThat(unfinished).doesNotExist();
    }

    private static DatabaseAddress addressOf(Path home) throws IOException {
        PostgresLayout layout = PostgresLayout.in(home);
        return DatabaseAddress.local(Postmaster.in(layout.data()).orElseThrow().port(), DataDirectory.DATABASE,
                DataDirectory.USER, Files.readString(layout.password()).strip());
    }

    private static Connection connect(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), address.username(), address.password());
    }

    private static void insert(EmbeddedPostgres postgres, int n) throws SQLException {
        try (Connection connection = connect(postgres.address()); var statement = connection.createStatement()) {
            statement.execute("create table kept (n int)");
            statement.execute("insert into kept values (" + n + ")");
        }
    }

    private static List<String> query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres.address());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private void signal(String name, long pid) throws IOException, InterruptedException {
        assertThat(Postmaster.alive(pid, data)).isTrue();
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor()).isZero();
        if (name.equals("KILL")) {
            await().atMost(Duration.ofSeconds(5)).until(() -> !Postmaster.alive(pid, data));
        }
    }
}
