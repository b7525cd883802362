package dev.ringmaster.security;

import java.util.Optional;
import java.util.Set;

import dev.ringmaster.security.caller.Role;
import io.vertx.core.http.HttpMethod;

/**
 * The only list of who may reach which path. What is not here is for admins alone. GraphQL looks at each operation besides:
 * {@link dev.ringmaster.security.caller.OperationRoles}.
 */
final class PathRoles {

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private PathRoles() {
    }

    /** @param path normalized, so that no dots lead out of an open path into a closed one */
    static Role of(HttpMethod method, String path) {
        return listed(method, path).orElse(Role.ADMIN);
    }

    /** Who may reach it, if somebody has decided. */
    static Optional<Role> listed(HttpMethod method, String path) {
        if (path.equals("/graphql") || path.equals(Doorway.LOGOUT)) {
            return Optional.of(Role.VIEWER);
        }
        boolean reads = READING.contains(method);
        return reads && (SafeHeaders.isPage(path) || path.equals("/graphql/schema.graphql") || path.startsWith("/api/metrics/")
                || path.startsWith("/q/metrics") || path.startsWith("/q/openapi")) ? Optional.of(Role.VIEWER)
                        : Optional.empty();
    }
}
