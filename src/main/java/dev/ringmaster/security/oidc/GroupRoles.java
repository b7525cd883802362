package dev.ringmaster.security.oidc;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.security.caller.Role;

/** What role the groups in a token give. The highest counts. */
record GroupRoles(List<String> admin, List<String> operator, List<String> viewer) {

    private static final String EVERYBODY = "*";

    static GroupRoles of(SingleSignOnConfig config) {
        return new GroupRoles(config.admin().orElse(List.of()), config.operator().orElse(List.of()),
                config.viewer().orElse(List.of()));
    }

    /** Why these settings cannot work, or empty. */
    static Optional<String> refusal(SingleSignOnConfig config) {
        if (!config.enabled()) {
            return Optional.empty();
        }
        if (config.issuer().isEmpty() || config.clientId().isEmpty()) {
            return Optional.of("Single sign-on is enabled, but ringmaster.access.oidc.issuer or "
                    + "ringmaster.access.oidc.client-id is not set. Set both, or ringmaster.access.oidc.enabled to false.");
        }
        var roles = of(config);
        return roles.admin.isEmpty() && roles.operator.isEmpty() && roles.viewer.isEmpty()
                ? Optional.of("Single sign-on is enabled, but no group has a role, so that nobody could do anything. Set "
                        + "ringmaster.access.oidc.viewer, .operator or .admin to groups of your provider.")
                : Optional.empty();
    }

    @Nullable
    Role roleOf(Collection<String> groups) {
        return has(admin, groups) ? Role.ADMIN
                : has(operator, groups) ? Role.OPERATOR : has(viewer, groups) ? Role.VIEWER : null;
    }

    private static boolean has(List<String> wanted, Collection<String> groups) {
        return wanted.contains(EVERYBODY) || !Collections.disjoint(wanted, groups);
    }
}
