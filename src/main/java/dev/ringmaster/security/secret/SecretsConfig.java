package dev.ringmaster.security.secret;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/**
 * The keys that stored secrets are encrypted with. Each is 32 bytes, in Base64 or hexadecimal: {@code openssl rand -base64 32}.
 * The first encrypts; the others only decrypt what they once have encrypted.
 */
@ConfigMapping(prefix = "ringmaster.secrets")
public interface SecretsConfig {

    /** A file with one key a line. Without it and without keys, a key is made in secret.key under ringmaster.home. */
    Optional<Path> keyFile();

    /** The keys themselves, for an environment variable (RINGMASTER_SECRETS_KEYS), separated by commas. */
    Optional<List<String>> keys();
}
