package dev.ringmaster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.support.postgres.EmbeddedPostgres;
import dev.ringmaster.support.postgres.TestHome;
import dev.ringmaster.testing.GitRepository;
import dev.ringmaster.testing.GraphQlClient;

/**
 * One home with a repository, a scripted agent and any number of servers. Its database is looked at directly, past all
 * servers. Closing it ends everything that was started in it.
 */
final class Cluster implements AutoCloseable {

    /** The subscription of the agent in {@code agents/lines.sh}. */
    static final String LINES = "lines";

    private final TestHome testHome = new TestHome("rm");
    private final Path home = testHome.path();
    private final List<ServerProcess> servers = new CopyOnWriteArrayList<>();
    private final String repository;

    /** @param settings more lines of application.yaml: first platforms, indented by four, then what is indented by two */
    Cluster(String settings) throws IOException, InterruptedException {
        repository = GitRepository.create(Files.createDirectories(home.resolve("repository")), "main");
        Files.createDirectories(marks());
        Path script = home.resolve("lines.sh");
        try (InputStream resource = Cluster.class.getResourceAsStream("/agents/lines.sh")) {
            Files.copy(Objects.requireNonNull(resource), script, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(root().resolve("application.yaml"), """
                ringmaster:
                  platforms:
                    script: { command: [/bin/bash, "%s", "%s", "{worktree}"], output: lines }
                %s
                  sandbox: { writable: ["%s"] }
                """.formatted(script, marks(), settings.stripTrailing(), marks()));
    }

    static Cluster withLines(int maxConcurrent) throws IOException, InterruptedException {
        return new Cluster("""
                  loop: { cooldown: 100ms, error-cooldown: 500ms }
                  subscriptions:
                    %s: { platform: script, priority: 1, max-concurrent: %d }
                """.formatted(LINES, maxConcurrent));
    }

    Path home() {
        return home;
    }

    /** RINGMASTER_HOME. */
    Path root() {
        return home.resolve("rm");
    }

    /** Where agents leave their traces. */
    Path marks() {
        return home.resolve("marks");
    }

    Path repository() {
        return Path.of(repository);
    }

    /** Lets the agents that work until they are released end. */
    void release() throws IOException {
        Files.createFile(marks().resolve("release"));
    }

    /**
     * Its statements carry a name, so that the database can tell who wrote what.
     *
     * @param wrapper the command that starts the launcher, if it is not to be started as it is
     */
    ServerProcess start(Map<String, String> environment, String... wrapper) throws IOException {
        var all = new HashMap<>(environment);
        all.put("RINGMASTER_JAVA_OPTS", "-Dquarkus.datasource.reactive.additional-properties.application_name=server-"
                + servers.size());
        var server = ServerProcess.up(home, all, wrapper);
        servers.add(server);
        return server;
    }

    ServerProcess start() throws IOException {
        return start(Map.of());
    }

    ServerProcess ready() throws IOException {
        return start().awaitReady();
    }

    /** In the order of their starts: the place is the number in the name of its statements. */
    List<ServerProcess> servers() {
        return List.copyOf(servers);
    }

    GraphQlClient client(ServerProcess server) {
        return GraphQlClient.of(server.base(), root());
    }

    String createProject(GraphQlClient client, Map<String, Object> settings) {
        var input = new HashMap<String, Object>(Map.of("name", "Chaos", "repositoryPath", repository));
        input.putAll(settings);
        return client.query("mutation($input: ProjectInput!) { createProject(input: $input) { id } }",
                Map.of("input", input)).at("/createProject/id").asText();
    }

    UUID createCard(GraphQlClient client, String project, String prompt, String subscription) {
        return UUID.fromString(client.query("mutation($input: CardInput!) { createCard(input: $input) { id } }",
                Map.of("input", Map.of("projectId", project, "title", "Print lines", "taskPrompt", prompt, "subscription",
                        subscription)))
                .at("/createCard/id").asText());
    }

    void fire(GraphQlClient client, UUID card, String trigger) {
        client.query("mutation($card: ID!) { fire(cardId: $card, trigger: " + trigger + ") { id } }", Map.of("card", card));
    }

    JsonNode card(GraphQlClient client, UUID card) {
        return client.query("query($card: ID!) { card(id: $card) { state attention { reason message }"
                + " runs { id state stopReason iteration lastSeq iterations { number outcome exitCode agentSessionId } } } }",
                Map.of("card", card)).path("card");
    }

    Connection database() throws SQLException {
        try {
            String port = Files.readString(root().resolve("postgres/port")).strip();
            return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres?connectTimeout=5",
                    "ringmaster", Files.readString(root().resolve("postgres/password")).strip());
        } catch (IOException e) {
            throw new SQLException("no database yet", e);
        }
    }

    /** One row's values as text, or none; arguments of any type that JDBC knows. */
    List<List<String>> rows(String sql, Object... arguments) throws SQLException {
        try (var connection = database(); var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            var found = new ArrayList<List<String>>();
            try (var results = statement.executeQuery()) {
                while (results.next()) {
                    var row = new ArrayList<String>();
                    for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
                        row.add(String.valueOf(results.getString(i)));
                    }
                    found.add(row);
                }
            }
            return found;
        }
    }

    /** A single value. */
    String value(String sql, Object... arguments) throws SQLException {
        return rows(sql, arguments).getFirst().getFirst();
    }

    void execute(String sql) throws SQLException {
        try (var connection = database(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long postmaster() throws IOException {
        return Long.parseLong(Files.readAllLines(root().resolve("postgres/data/postmaster.pid")).getFirst().strip());
    }

    /** The processes that run for this home's agents, shims included, whose environment says what is asked for. */
    List<Long> agentProcesses(Predicate<List<String>> environment) {
        var found = new ArrayList<Long>();
        ProcessHandle.allProcesses().forEach(process -> {
            try {
                var values = List.of(Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ"),
                        StandardCharsets.ISO_8859_1).split("\0"));
                if (values.contains("RINGMASTER_SPOOL=" + root().resolve("spool")) && environment.test(values)) {
                    found.add(process.pid());
                }
            } catch (IOException ended) {
                // Gone, or somebody else's.
            }
        });
        return found;
    }

    List<Long> agentProcesses(UUID card) {
        return agentProcesses(values -> values.contains("RINGMASTER_GUARD=card-" + card));
    }

    static void kill(List<Long> pids) {
        pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    @Override
    public void close() {
        servers.forEach(ServerProcess::close);
        kill(agentProcesses(ignored -> true));
        EmbeddedPostgres.start(root()).close();
        testHome.close();
    }
}
