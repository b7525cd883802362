package dev.ringmaster.security.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The value of an API token. It is shown once, and only its hash is kept. The prefix is for people and for tools that look
 * for secrets where none should be.
 */
final class TokenSecret {

    static final String PREFIX = "rmt_";
    private static final int RANDOM_BYTES = 32;

    private final String value;

    private TokenSecret(String value) {
        this.value = value;
    }

    static TokenSecret random() {
        var bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new TokenSecret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    static TokenSecret of(String value) {
        return new TokenSecret(value);
    }

    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The secret itself: for whoever has asked for a new token, nobody else. */
    String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "TokenSecret[hidden]";
    }
}
