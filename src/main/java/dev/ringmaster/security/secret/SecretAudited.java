package dev.ringmaster.security.secret;

/** A CDI event: somebody has changed a stored secret by this server. For the audit log; the value is not part of it. */
public record SecretAudited(String name, Change change) {

    public enum Change {
        SET,
        REMOVED
    }
}
