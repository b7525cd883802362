package dev.ringmaster.security.secret;

import java.time.Instant;

/** A row of the table {@code secret}. */
record SecretRow(String name, SealedSecret secret, Instant createdAt, Instant updatedAt) {
}
