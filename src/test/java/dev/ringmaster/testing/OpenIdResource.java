package dev.ringmaster.testing;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * Gives a {@code @QuarkusTest} single sign-on at an {@link OpenIdProvider}, whose groups are "leads" for admins, "developers"
 * for operators and "guests" for viewers. A field of the provider's type in the test gets it.
 */
public final class OpenIdResource implements QuarkusTestResourceLifecycleManager {

    private @Nullable OpenIdProvider provider;

    @Override
    public Map<String, String> start() {
        var started = new OpenIdProvider();
        provider = started;
        return Map.of("ringmaster.access.oidc.enabled", "true", "ringmaster.access.oidc.issuer", started.issuer(),
                "ringmaster.access.oidc.client-id", OpenIdProvider.CLIENT,
                "ringmaster.access.oidc.client-secret", OpenIdProvider.SECRET,
                "ringmaster.access.oidc.admin", "leads", "ringmaster.access.oidc.operator", "developers",
                "ringmaster.access.oidc.viewer", "guests,visitors", "quarkus.oidc.logout.path", "/logout/provider",
                "quarkus.oidc.logout.post-logout-path", "/");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(provider, field -> field.getType().equals(OpenIdProvider.class));
    }

    @Override
    public void stop() {
        if (provider != null) {
            provider.close();
        }
    }
}
