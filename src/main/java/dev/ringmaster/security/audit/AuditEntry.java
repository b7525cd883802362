package dev.ringmaster.security.audit;

import java.time.Instant;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.security.caller.Authentication;
import dev.ringmaster.security.caller.Role;

/** What somebody did. It never holds a secret, a prompt, or any other text that they sent. */
public record AuditEntry(@Id long id, @NonNull Instant at, @NonNull @Description("The name") String actor,
        @NonNull @Description("Tells two of the same name apart") String actorId,
        @Nullable @Description("The role they had then; null if none") Role role, @NonNull Authentication authentication,
        @NonNull @Description("A GraphQL operation, a method and path, or LOGIN, LOGOUT, READ_TRANSCRIPT, READ_PROMPTS") String operation,
        @Nullable @Description("What it was done to: a kind and an id, such as card:<uuid>") String subject,
        @Nullable @Description("The names of what was given, and values where they cannot be secret") String detail,
        @Nullable @Description("OK or an error's code; null while it is under way, or if the server died meanwhile") String result) {
}
