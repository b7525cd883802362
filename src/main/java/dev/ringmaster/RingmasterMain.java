package dev.ringmaster;

import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.setup.AgentSetup;
import dev.ringmaster.doctor.Doctor;
import dev.ringmaster.doctor.IntegrationExamination;
import dev.ringmaster.doctor.PlatformExamination;
import dev.ringmaster.doctor.SandboxExamination;
import dev.ringmaster.doctor.SystemExamination;
import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.support.postgres.EmbeddedPostgres;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.util.ExceptionUtil;

/**
 * Gives the server its database, runs it, and gives the database back after the server has written its last word. With the
 * argument {@code doctor} it says what this machine lacks instead, and starts nothing.
 */
@QuarkusMain
public final class RingmasterMain {

    private static final long DATABASE_STOP_SECONDS = 90;

    RingmasterMain() {
    }

    public static void main(String... args) {
        int exitCode;
        try {
            exitCode = List.of(args).equals(List.of("doctor")) ? examine() : serve(args);
        } catch (RingmasterException e) {
            System.err.println("ringmaster: " + e.getMessage());
            exitCode = 1;
        }
        // In dev mode the JVM belongs to the Maven plugin, which calls this method again after a change.
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            System.exit(exitCode);
        }
    }

    private static int examine() {
        StartSettings settings = StartSettings.read();
        return new Doctor(List.of(new SystemExamination(settings.home(), settings.database()),
                new SandboxExamination(settings::sandbox),
                new PlatformExamination(() -> new AgentSetup(settings.agents(), settings.home(), System.getenv())),
                new IntegrationExamination(settings::integrations)))
                .run(System.out);
    }

    private static int serve(String... args) {
        StartSettings settings = StartSettings.read();
        var properties = new HashMap<>(settings.properties());
        if (settings.database().isPresent()) {
            properties.putAll(settings.database().get().settings());
            return StartSettings.with(properties, () -> runQuarkus(args));
        }
        // On a signal the JVM goes when its hooks are through, so one of them has to wait for the database.
        var released = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(released), "wait-for-database"));
        try (var postgres = EmbeddedPostgres.start(settings.home(), settings.httpPort())) {
            properties.putAll(postgres.address().settings());
            return StartSettings.with(properties, () -> runQuarkus(args));
        } finally {
            released.countDown();
        }
    }

    private static int runQuarkus(String... args) {
        var exitCode = new AtomicInteger();
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            // Quarkus would end the JVM here, before the database is given back.
            ApplicationLifecycleManager.setDefaultExitCodeHandler((code, failure) -> {
                exitCode.set(code);
                explain(failure);
            });
        }
        Quarkus.run(args);
        return exitCode.get();
    }

    private static void explain(@Nullable Throwable failure) {
        if (failure != null && ExceptionUtil.getRootCause(failure) instanceof QuarkusBindException) {
            System.err.println("ringmaster: the port is taken, perhaps by a Ringmaster that runs already."
                    + " Choose another with QUARKUS_HTTP_PORT=8081 ./ringmaster up");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(DATABASE_STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
