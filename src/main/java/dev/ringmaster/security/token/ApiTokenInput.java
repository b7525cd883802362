package dev.ringmaster.security.token;

import java.time.Instant;

import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;

import dev.ringmaster.security.caller.Caller;
import dev.ringmaster.security.caller.Role;
import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.support.TextRule;
import io.smallrye.graphql.api.Nullable;

/**
 * What a new token shall be.
 *
 * @param name whoever or whatever uses it; transitions and the audit log show it
 * @param expiresAt null means: until it is revoked
 */
@Input("ApiTokenInput")
public record ApiTokenInput(@NonNull String name, @NonNull Role role, @Nullable Instant expiresAt) {

    private static final TextRule NAME = TextRule.characters("name", 100);

    /** @throws RingmasterException VALIDATION */
    ApiTokenInput checked(Instant now) {
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw RingmasterException.invalid("expiresAt is " + expiresAt + ", which is past. Give a time to come, or none.");
        }
        var checked = NAME.checkFilled(name);
        if (Caller.isReserved(checked)) {
            throw RingmasterException.invalid("\"" + checked + "\" is a name of the server itself. Choose another.");
        }
        return new ApiTokenInput(checked, role, expiresAt);
    }
}
