package dev.ringmaster.support.postgres;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * One Postgres database, as its two clients want to hear of it: the reactive one that everything uses, and JDBC for the
 * migrations.
 */
public record DatabaseAddress(String reactiveUrl, String jdbcUrl, @Nullable String username, @Nullable String password) {

    public static final String REACTIVE_URL = "quarkus.datasource.reactive.url";
    public static final String JDBC_URL = "quarkus.datasource.jdbc.url";
    public static final String USERNAME = "quarkus.datasource.username";
    public static final String PASSWORD = "quarkus.datasource.password";

    private static final String JDBC = "jdbc:";
    private static final String POSTGRESQL = "postgresql://";

    static DatabaseAddress local(int port, String database, String username, String password) {
        String url = POSTGRESQL + "127.0.0.1:" + port + "/" + database;
        return new DatabaseAddress(url, JDBC + url, username, password);
    }

    /**
     * The database somebody configured, or empty when none is. One of the two URLs is enough, the other follows from it.
     *
     * @param setting gives the value of a configuration key, if it has one
     */
    public static Optional<DatabaseAddress> configured(Function<String, Optional<String>> setting) {
        Optional<String> reactive = setting.apply(REACTIVE_URL).filter(url -> !url.isBlank());
        Optional<String> jdbc = setting.apply(JDBC_URL).filter(url -> !url.isBlank());
        if (reactive.isEmpty() && jdbc.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new DatabaseAddress(
                reactive.orElseGet(() -> toReactive(jdbc.orElseThrow())),
                jdbc.orElseGet(() -> toJdbc(reactive.orElseThrow())),
                setting.apply(USERNAME).orElse(null),
                setting.apply(PASSWORD).orElse(null)));
    }

    /** The configuration keys that make Quarkus use this database. */
    public Map<String, String> settings() {
        var settings = new TreeMap<>(Map.of(REACTIVE_URL, reactiveUrl, JDBC_URL, jdbcUrl));
        if (username != null) {
            settings.put(USERNAME, username);
        }
        if (password != null) {
            settings.put(PASSWORD, password);
        }
        return settings;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return reactiveUrl.replaceFirst("//[^/@]*@", "//");
    }

    private static String toReactive(String jdbcUrl) {
        if (!jdbcUrl.startsWith(JDBC + POSTGRESQL)) {
            throw unusable(JDBC_URL, jdbcUrl, JDBC + POSTGRESQL);
        }
        return jdbcUrl.substring(JDBC.length());
    }

    private static String toJdbc(String reactiveUrl) {
        // Several addresses (for load balancing) are allowed here; migrations go to the first.
        String first = reactiveUrl.split(",", 2)[0].strip();
        String url = first.startsWith("vertx-reactive:") ? first.substring("vertx-reactive:".length()) : first;
        String standard = url.startsWith("postgres://") ? POSTGRESQL + url.substring("postgres://".length()) : url;
        if (!standard.startsWith(POSTGRESQL)) {
            throw unusable(REACTIVE_URL, reactiveUrl, POSTGRESQL);
        }
        return JDBC + standard.replaceFirst("//[^/@]*@", "//");
    }

    private static PostgresException unusable(String key, String url, String start) {
        return new PostgresException(key + " is \"" + url.replaceFirst("//[^/@]*@", "//…@")
                + "\", which is no address of a Postgres database: it has to start with " + start
                + " (for example " + start + "db.example.org:5432/ringmaster).");
    }
}
