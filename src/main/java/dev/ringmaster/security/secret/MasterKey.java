package dev.ringmaster.security.secret;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import dev.ringmaster.support.RingmasterException;

/**
 * A key of the server.
 *
 * @param id tells it from others and nothing about it: the beginning of its SHA-256
 */
record MasterKey(String id, SecretKey key) {

    static final int BYTES = 32;
    private static final int ID_LENGTH = 12;

    static MasterKey of(byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new MasterKey(HexFormat.of().formatHex(digest).substring(0, ID_LENGTH), new SecretKeySpec(bytes, "AES"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param where for the message: the text itself is never repeated
     * @throws RingmasterException VALIDATION if it is no key
     */
    static MasterKey parse(String text, String where) {
        byte[] bytes;
        try {
            bytes = text.matches("[0-9A-Fa-f]{64}") ? HexFormat.of().parseHex(text) : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            bytes = new byte[0];
        }
        if (bytes.length != BYTES) {
            throw RingmasterException.invalid(where + " is no key: a key has " + BYTES
                    + " bytes in Base64 or hexadecimal. Make one with: openssl rand -base64 32");
        }
        return of(bytes);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "MasterKey[" + id + "]";
    }
}
