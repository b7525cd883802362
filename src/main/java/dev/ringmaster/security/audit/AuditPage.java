package dev.ringmaster.security.audit;

import java.util.List;

import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** A part of the audit log, the newest first. */
public record AuditPage(@NonNull List<@NonNull AuditEntry> items, @Nullable String endCursor, boolean hasNextPage) {

    static AuditPage of(List<AuditEntry> found, int first) {
        var items = found.subList(0, Math.min(first, found.size()));
        return new AuditPage(items, items.isEmpty() ? null : String.valueOf(items.get(items.size() - 1).id()),
                found.size() > first);
    }
}
