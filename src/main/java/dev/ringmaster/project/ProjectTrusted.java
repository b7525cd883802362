package dev.ringmaster.project;

import java.util.UUID;

/** A CDI event: somebody has decided whether agents may obey what a project's repository holds for them. For the audit log. */
public record ProjectTrusted(UUID projectId, boolean trusted) {
}
