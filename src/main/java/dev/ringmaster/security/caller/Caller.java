package dev.ringmaster.security.caller;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;

/**
 * Somebody who has shown who they are. It travels in Quarkus' identity, of whatever kind that is.
 *
 * @param name as people know it, and as transitions and the audit log show it
 * @param id what tells two of the same name apart: {@code owner}, {@code api-token:<uuid>}, {@code oidc:<issuer> <subject>}
 * @param role null for somebody whom the OpenID provider knows and this server has no role for
 * @param expiresAt when they have to show it again; null if never
 */
public record Caller(String name, String id, @Nullable Role role, Authentication authentication,
        @Nullable Instant expiresAt) {

    /** The attribute in which Quarkus keeps until when an identity holds, in seconds since 1970. */
    public static final String EXPIRES = "quarkus.identity.expire-time";

    private static final String ATTRIBUTE = "ringmaster.caller";
    private static final String API_TOKEN = "api-token:";
    private static final Set<String> RESERVED = Set.of("owner", "ringmaster");

    /** Whoever has the server's own token. */
    public static final Caller OWNER = new Caller("owner", "owner", Role.ADMIN, Authentication.ACCESS_TOKEN, null);

    /** Whether a name is the owner's or the server's own, so that nobody else may go by it. */
    public static boolean isReserved(String name) {
        return RESERVED.contains(name.strip().toLowerCase(Locale.ROOT));
    }

    /** @return null for an identity that none of our ways in has made: nobody may do anything as one */
    public static @Nullable Caller of(SecurityIdentity identity) {
        return identity.getAttribute(ATTRIBUTE);
    }

    /** The id of a caller who uses an API token. */
    public static String tokenId(UUID token) {
        return API_TOKEN + token;
    }

    /** The API token that a caller of this id uses, if they use one. */
    public static Optional<UUID> token(String id) {
        return id.startsWith(API_TOKEN) ? Optional.of(UUID.fromString(id.substring(API_TOKEN.length()))) : Optional.empty();
    }

    public boolean may(Role needed) {
        return role != null && role.covers(needed);
    }

    /** An identity that says nothing but this. */
    public SecurityIdentity identity() {
        return in(QuarkusSecurityIdentity.builder().setPrincipal(new QuarkusPrincipal(name)));
    }

    /** This, beside what the identity says already. */
    public SecurityIdentity in(QuarkusSecurityIdentity.Builder identity) {
        identity.addAttribute(ATTRIBUTE, this);
        if (expiresAt != null) {
            identity.addAttribute(EXPIRES, expiresAt.getEpochSecond());
        }
        if (role != null) {
            for (var each : Role.values()) {
                if (role.covers(each)) {
                    identity.addRole(each.key());
                }
            }
        }
        return identity.build();
    }
}
