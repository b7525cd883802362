package dev.ringmaster.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.ringmaster.security.audit.AuditLog;
import dev.ringmaster.security.audit.Deed;
import dev.ringmaster.security.caller.Caller;
import dev.ringmaster.support.ErrorCode;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Denies an anonymous caller everything but the open paths, and everybody what their role does not reach. Quarkus applies a
 * policy without a name to every request.
 */
@ApplicationScoped
class ClosedDoor implements HttpSecurityPolicy {

    /** Before every other route's, since Vert.x asks them in their order. */
    private static final int FIRST = Integer.MIN_VALUE;

    private final Refusals refusals;
    private final AuditLog audit;

    ClosedDoor(Refusals refusals, AuditLog audit) {
        this.refusals = refusals;
        this.audit = audit;
    }

    @Override
    public Uni<CheckResult> checkPermission(RoutingContext request, Uni<SecurityIdentity> identity,
            AuthorizationRequestContext requestContext) {
        if (OpenPaths.isOpen(request.request().method(), request.normalizedPath())) {
            return CheckResult.permit();
        }
        return identity.map(known -> mayReach(known, request) ? CheckResult.PERMIT : CheckResult.DENY);
    }

    static boolean mayReach(SecurityIdentity identity, RoutingContext request) {
        var caller = Caller.of(identity);
        return caller != null && caller.may(PathRoles.of(request.request().method(), request.normalizedPath()));
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).failureHandler(this::forbidden);
    }

    /** Says no to somebody who is known. */
    private void forbidden(RoutingContext request) {
        var caller = request.user() instanceof QuarkusHttpUser user ? Caller.of(user.getSecurityIdentity()) : null;
        if (!(request.failure() instanceof ForbiddenException) || request.response().ended()) {
            request.next();
            return;
        }
        if (caller != null) {
            var what = request.request().method() + " " + request.normalizedPath();
            audit.noteOnce(caller, new Deed(what.substring(0, Math.min(200, what.length())), null, null),
                    ErrorCode.FORBIDDEN.name());
        }
        refusals.noRole(request, caller);
    }
}
