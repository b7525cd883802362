package dev.ringmaster.support.graphql;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.RingmasterException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;

/** Decides who may run what, and hears what came of it. The rules are not the transport's: there is one implementation. */
public interface OperationGuard {

    /**
     * Asked once for each operation, before anything of it runs.
     *
     * @return fails with a {@link RingmasterException} if the caller may not run one of its fields; then none of them runs
     */
    Uni<Admission> admit(SecurityIdentity caller, RequestedOperation operation);

    /** Of callers who came in some time ago, those who may no longer do what they could then. */
    Uni<Set<SecurityIdentity>> fallen(Collection<SecurityIdentity> callers);

    /** An operation that was let in. */
    @FunctionalInterface
    interface Admission {

        Admission UNHEARD = outcomes -> Uni.createFrom().voidItem();

        /** Told once when the operation has ended, with what became of each field; not for subscriptions. */
        Uni<Void> ended(List<Outcome> outcomes);
    }

    /**
     * What became of a field.
     *
     * @param key the field's name in the answer
     * @param code {@code OK}, or the code of the error
     * @param value what it gave, before it was turned into the answer
     */
    record Outcome(String key, String code, @Nullable Object value) {

        public static final String OK = "OK";
    }
}
