package dev.ringmaster.security.secret;

/** A CDI event: this server knows other secrets than before, whoever has changed them. Carries none of them. */
public record SecretsChanged() {
}
