package dev.ringmaster.security.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import dev.ringmaster.support.RingmasterException;

/**
 * A secret as it is stored: an envelope. The value is encrypted with a key of its own, that key with the server's, both by
 * AES-256 in GCM mode, each with a fresh nonce of 12 bytes before it. Both are bound to the secret's name, so that rows cannot
 * be exchanged.
 *
 * @param keyId the server's key
 */
record SealedSecret(String keyId, byte[] wrappedKey, byte[] sealed) {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    static SealedSecret seal(MasterKey master, String name, String value) {
        var own = new byte[MasterKey.BYTES];
        RANDOM.nextBytes(own);
        var sealed = encrypt(new SecretKeySpec(own, "AES"), name, value.getBytes(StandardCharsets.UTF_8));
        return new SealedSecret(master.id(), encrypt(master.key(), name, own), sealed);
    }

    /** @throws RingmasterException INTERNAL when it was changed, or belongs to another name */
    String open(MasterKey master, String name) {
        return new String(decrypt(ownKey(master, name), name, sealed), StandardCharsets.UTF_8);
    }

    /** The same under another key of the server. */
    SealedSecret rewrapped(MasterKey from, MasterKey to, String name) {
        return new SealedSecret(to.id(), encrypt(to.key(), name, ownKey(from, name).getEncoded()), sealed);
    }

    private SecretKey ownKey(MasterKey master, String name) {
        return new SecretKeySpec(decrypt(master.key(), name, wrappedKey), "AES");
    }

    private static byte[] encrypt(SecretKey key, String name, byte[] plain) {
        var nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            var secret = cipher(Cipher.ENCRYPT_MODE, key, nonce, name).doFinal(plain);
            return ByteBuffer.allocate(nonce.length + secret.length).put(nonce).put(secret).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM does not work on this Java", e);
        }
    }

    private static byte[] decrypt(SecretKey key, String name, byte[] secret) {
        try {
            return cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(secret, NONCE_BYTES), name).doFinal(secret, NONCE_BYTES,
                    secret.length - NONCE_BYTES);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw RingmasterException
                    .invalid("The secret " + name + " cannot be decrypted: its row was changed. Set it again.");
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String name) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(("ringmaster secret " + name).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SealedSecret that && keyId.equals(that.keyId) && Arrays.equals(wrappedKey, that.wrappedKey)
                && Arrays.equals(sealed, that.sealed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sealed);
    }

    @Override
    public String toString() {
        return "SealedSecret[" + keyId + "]";
    }
}
