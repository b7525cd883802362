package dev.ringmaster.security.oidc;

import java.time.Instant;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.jwt.JsonWebToken;

import dev.ringmaster.security.audit.AuditLog;
import dev.ringmaster.security.audit.Deed;
import dev.ringmaster.security.caller.Authentication;
import dev.ringmaster.security.caller.Caller;
import dev.ringmaster.support.ErrorCode;
import io.quarkus.oidc.IdTokenCredential;
import io.quarkus.oidc.SecurityEvent;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;

/**
 * Makes callers of those whom Quarkus knows by a token of the provider. What the token calls roles is read as groups, and left
 * behind: a group that happens to be named "admin" gives nothing here.
 */
@ApplicationScoped
public class SingleSignOn implements SecurityIdentityAugmentor {

    private static final int MAX_NAME = 200;

    private final boolean enabled;
    private final GroupRoles roles;
    private final People people;
    private final AuditLog audit;

    SingleSignOn(SingleSignOnConfig config, People people, AuditLog audit) {
        GroupRoles.refusal(config).ifPresent(why -> {
            throw new IllegalStateException(why);
        });
        this.enabled = config.enabled();
        this.roles = GroupRoles.of(config);
        this.people = people;
        this.audit = audit;
    }

    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token) || token.getSubject() == null) {
            return Uni.createFrom().item(identity);
        }
        var id = People.ID_PREFIX + token.getIssuer() + " " + token.getSubject();
        var name = shown(token.getName());
        var given = new Standing(roles.roleOf(identity.getRoles()), Instant.ofEpochSecond(token.getIssuedAtTime()));
        var authentication = identity.getCredential(IdTokenCredential.class) != null ? Authentication.OIDC_SESSION
                : Authentication.OIDC_BEARER;
        return people.meet(id, name, given)
                .map(role -> new Caller(name, id, role.orElse(null), authentication,
                        Instant.ofEpochSecond(token.getExpirationTime())))
                .map(caller -> caller.in(withoutRoles(identity, new Named(token, name))));
    }

    /** Quarkus tells of a log-in when the browser has come back from the provider. */
    void onEvent(@Observes SecurityEvent event) {
        var identity = event.getSecurityIdentity();
        var caller = identity == null ? null : Caller.of(identity);
        if (caller != null && event.getEventType() == SecurityEvent.Type.OIDC_LOGIN) {
            audit.note(caller, new Deed("LOGIN", null, null), caller.role() == null ? ErrorCode.FORBIDDEN.name() : "OK");
        } else if (caller != null && event.getEventType() == SecurityEvent.Type.OIDC_LOGOUT_RP_INITIATED) {
            audit.note(caller, new Deed("LOGOUT", null, "at the provider too"), "OK");
        }
    }

    private static QuarkusSecurityIdentity.Builder withoutRoles(SecurityIdentity identity, Named principal) {
        var bare = QuarkusSecurityIdentity.builder().setPrincipal(principal)
                .addCredentials(identity.getCredentials());
        identity.getAttributes().forEach(bare::addAttribute);
        return bare;
    }

    private static String shown(String name) {
        var plain = name.replaceAll("\\p{Cntrl}", " ").strip();
        var cut = plain.length() <= MAX_NAME ? plain : plain.substring(0, MAX_NAME);
        return Caller.isReserved(cut) ? cut + " (single sign-on)" : cut;
    }

    /** The token, under the name that is shown of it everywhere. */
    private record Named(JsonWebToken token, String name) implements JsonWebToken {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public Set<String> getClaimNames() {
            return token.getClaimNames();
        }

        @Override
        public <T> T getClaim(String claim) {
            return token.getClaim(claim);
        }
    }
}
