package dev.ringmaster;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.support.postgres.DatabaseAddress;
import dev.ringmaster.support.postgres.EmbeddedPostgres;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;

/** Gives the server its database, runs it, and gives the database back after the server has written its last word. */
@QuarkusMain
public final class RingmasterMain {

    private static final String HOME = "ringmaster.home";
    private static final long DATABASE_STOP_SECONDS = 90;

    private RingmasterMain() {
    }

    public static void main(String... args) {
        int exitCode;
        try {
            exitCode = serve(args);
        } catch (RingmasterException e) {
            System.err.println("ringmaster: " + e.getMessage());
            exitCode = 1;
        }
        // In dev mode the JVM belongs to the Maven plugin, which calls this method again after a change.
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            System.exit(exitCode);
        }
    }

    private static int serve(String... args) {
        // Quarkus makes its configuration when it starts, and by then the database has to be there: read the same sources.
        SmallRyeConfig config = ConfigUtils.configBuilder().addDiscoveredSources().build();
        Optional<DatabaseAddress> given = DatabaseAddress.configured(key -> config.getOptionalValue(key, String.class));
        if (given.isPresent()) {
            return run(given.get(), null, args);
        }
        return run(null, EmbeddedPostgres.start(home(config)), args);
    }

    private static int run(@Nullable DatabaseAddress given, @Nullable EmbeddedPostgres embedded, String... args) {
        // On a signal the JVM goes when its hooks are through, so one of them has to wait for the database.
        var released = new CountDownLatch(1);
        var hook = new Thread(() -> await(released), "wait-for-database");
        Runtime.getRuntime().addShutdownHook(hook);
        Map<String, String> settings = embedded == null ? settings(given) : embedded.address().settings();
        settings.forEach(System::setProperty);
        try {
            var exitCode = new AtomicInteger();
            Quarkus.run(null, (code, failure) -> exitCode.set(code), args);
            return exitCode.get();
        } finally {
            settings.keySet().forEach(System::clearProperty);
            if (embedded != null) {
                embedded.close();
            }
            released.countDown();
        }
    }

    private static Map<String, String> settings(@Nullable DatabaseAddress given) {
        return given == null ? Map.of() : given.settings();
    }

    private static Path home(SmallRyeConfig config) {
        return config.getOptionalValue(HOME, Path.class)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".ringmaster"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(DATABASE_STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
