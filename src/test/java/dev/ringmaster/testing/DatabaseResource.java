package dev.ringmaster.testing;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.postgres.EmbeddedPostgres;
import dev.ringmaster.support.postgres.TestHome;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * Gives a {@code @QuarkusTest} an empty {@code ringmaster.home} with the real embedded Postgres in it, set as in production.
 * Use it with {@code @QuarkusTestResource(DatabaseResource.class)}; tests that do share one.
 */
public final class DatabaseResource implements QuarkusTestResourceLifecycleManager {

    private @Nullable TestHome home;
    private @Nullable EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        var newHome = new TestHome();
        home = newHome;
        var newPostgres = EmbeddedPostgres.start(newHome.path());
        postgres = newPostgres;
        var settings = new HashMap<>(newPostgres.address().settings());
        settings.put("ringmaster.home", newHome.path().toString());
        return settings;
    }

    @Override
    public void stop() {
        if (postgres != null) {
            postgres.close();
        }
        if (home != null) {
            home.close();
        }
    }
}
