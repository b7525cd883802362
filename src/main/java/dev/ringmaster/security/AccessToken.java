package dev.ringmaster.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.RingmasterException;

/** The one secret that opens this server. It never prints itself. */
final class AccessToken {

    static final int MIN_LENGTH = 24;
    private static final int RANDOM_BYTES = 32;
    /** RFC 6750, section 2.1; all of it may stand in a cookie too. */
    private static final Pattern BEARER_TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private final String value;

    /** @throws RingmasterException if it is shorter than {@value #MIN_LENGTH} or is no bearer token */
    AccessToken(String value) {
        if (value.length() < MIN_LENGTH || !BEARER_TOKEN.matcher(value).matches()) {
            throw RingmasterException.invalid("The access token must have at least " + MIN_LENGTH
                    + " characters, all of them letters, digits or one of - . _ ~ + / =.");
        }
        this.value = value;
    }

    static AccessToken random() {
        var bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new AccessToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Compares in a time that does not depend on where the two differ. */
    boolean matches(@Nullable String candidate) {
        return candidate != null && MessageDigest.isEqual(value.getBytes(StandardCharsets.UTF_8),
                candidate.getBytes(StandardCharsets.UTF_8));
    }

    /** The secret itself: for the token file, the cookie and the address of the first start, nothing else. */
    String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "AccessToken[hidden]";
    }
}
