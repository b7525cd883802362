package dev.ringmaster.security.guard;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.security.audit.AuditLog;
import dev.ringmaster.security.audit.Deed;
import dev.ringmaster.security.caller.Caller;
import dev.ringmaster.security.caller.OperationRoles;
import dev.ringmaster.security.caller.Role;
import dev.ringmaster.security.oidc.People;
import dev.ringmaster.security.token.ApiTokens;
import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.support.graphql.OperationGuard;
import dev.ringmaster.support.graphql.RequestedOperation;
import dev.ringmaster.support.graphql.RequestedOperation.RootField;
import graphql.language.OperationDefinition;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;

/** The rules of who may run which operation, and the audit log's eye on it. */
@ApplicationScoped
class AccessGuard implements OperationGuard {

    /** What agents were told: fields of iterations and checkpoints. */
    private static final Set<String> PROMPTS = Set.of("prompt", "promptSections", "lastPrompt");
    private static final String TRANSCRIPT = "runEvents";

    private final AuditLog audit;
    private final ApiTokens tokens;
    private final People people;

    AccessGuard(AuditLog audit, ApiTokens tokens, People people) {
        this.audit = audit;
        this.tokens = tokens;
        this.people = people;
    }

    @Override
    public Uni<Admission> admit(SecurityIdentity identity, RequestedOperation operation) {
        var caller = Caller.of(identity);
        if (caller == null) {
            return Uni.createFrom().failure(new RingmasterException(ErrorCode.FORBIDDEN, "Nobody knows who you are."));
        }
        for (var field : operation.fields()) {
            var needed = OperationRoles.of(field.name());
            if (!caller.may(needed)) {
                audit.noteOnce(caller, Deeds.of(field), ErrorCode.FORBIDDEN.name());
                return Uni.createFrom().failure(refusal(caller, field, needed));
            }
        }
        operation.fields().forEach(field -> noteReading(caller, field, operation.selected()));
        return operation.kind() == OperationDefinition.Operation.MUTATION ? begin(caller, operation.fields())
                : Uni.createFrom().item(Admission.UNHEARD);
    }

    private static RingmasterException refusal(Caller caller, RootField field, Role needed) {
        return new RingmasterException(ErrorCode.FORBIDDEN, field.name() + " needs the role " + needed.key() + "; you have "
                + (caller.role() == null ? "none" : caller.role().key()) + ". Ask an admin.");
    }

    private void noteReading(Caller caller, RootField field, Set<String> selected) {
        var subject = Deeds.subject(field);
        if (field.name().equals(TRANSCRIPT)) {
            audit.noteOnce(caller, new Deed("READ_TRANSCRIPT", subject, null), Outcome.OK);
        }
        if (selected.stream().anyMatch(PROMPTS::contains)) {
            audit.noteOnce(caller, new Deed("READ_PROMPTS", subject, null), Outcome.OK);
        }
    }

    private Uni<Admission> begin(Caller caller, List<RootField> fields) {
        var begun = Uni.createFrom().<List<Long>> item(new ArrayList<>());
        for (var field : fields) {
            begun = begun.chain(ids -> audit.begin(caller, Deeds.of(field)).invoke(ids::add).replaceWith(ids));
        }
        return begun.map(ids -> outcomes -> end(fields, ids, outcomes));
    }

    private Uni<Void> end(List<RootField> fields, List<Long> ids, List<Outcome> outcomes) {
        var ended = Uni.createFrom().voidItem();
        for (int i = 0; i < outcomes.size(); i++) {
            var field = fields.get(i);
            var outcome = outcomes.get(i);
            long id = ids.get(i);
            ended = ended.chain(() -> audit.end(id, outcome.code(), Deeds.subject(field, outcome.value())));
        }
        return ended;
    }

    @Override
    public Uni<Set<SecurityIdentity>> fallen(Collection<SecurityIdentity> identities) {
        var ids = identities.stream().map(Caller::of).filter(Objects::nonNull).map(Caller::id).collect(toSet());
        return tokens.roles(ids).flatMap(ofTokens -> people.roles(ids).map(ofPeople -> {
            var roles = new HashMap<>(ofTokens);
            roles.putAll(ofPeople);
            // The owner's token is the server's own, and changes with a restart only.
            roles.put(Caller.OWNER.id(), Role.ADMIN);
            return identities.stream().filter(identity -> !keeps(Caller.of(identity), roles)).collect(toSet());
        }));
    }

    private static boolean keeps(@Nullable Caller caller, Map<String, Role> roles) {
        if (caller == null || caller.role() == null) {
            return false;
        }
        var now = roles.get(caller.id());
        return now != null && now.covers(caller.role());
    }
}
