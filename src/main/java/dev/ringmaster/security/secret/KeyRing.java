package dev.ringmaster.security.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.jboss.logging.Logger;

import dev.ringmaster.security.PrivateFile;
import dev.ringmaster.support.RingmasterException;

/**
 * The keys of this server: the first encrypts, all decrypt.
 *
 * @param where where they come from, or should, for messages
 */
record KeyRing(List<MasterKey> keys, String where) {

    private static final Logger LOG = Logger.getLogger(KeyRing.class);
    private static final String OWN_FILE = "secret.key";

    KeyRing {
        keys = List.copyOf(keys);
    }

    /**
     * @param mayCreate whether a key may be made where none is configured: not when something is encrypted with another
     * @throws RingmasterException VALIDATION if a key is configured that is none, or its file cannot be read
     */
    static KeyRing load(SecretsConfig config, Path home, boolean mayCreate) {
        if (config.keys().isPresent()) {
            return new KeyRing(parse(config.keys().get(), "ringmaster.secrets.keys"), "ringmaster.secrets.keys");
        }
        var file = config.keyFile().orElse(home.resolve(OWN_FILE));
        try {
            if (config.keyFile().isEmpty() && !Files.exists(file) && mayCreate) {
                create(file);
            }
            return config.keyFile().isEmpty() && !Files.exists(file) ? new KeyRing(List.of(), file.toString()) : read(file);
        } catch (IOException e) {
            throw RingmasterException.invalid("The key file " + file + " cannot be read or made: " + e + ". Correct"
                    + " ringmaster.secrets.key-file or the file's permissions.");
        }
    }

    private static KeyRing read(Path file) throws IOException {
        var lines = Files.readAllLines(file).stream().map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        if (lines.isEmpty()) {
            throw RingmasterException
                    .invalid("The key file " + file + " holds no key. Write one with: openssl rand -base64 32");
        }
        return new KeyRing(parse(lines, file.toString()), file.toString());
    }

    private static void create(Path file) throws IOException {
        var bytes = new byte[MasterKey.BYTES];
        new SecureRandom().nextBytes(bytes);
        if (PrivateFile.create(file, Base64.getEncoder().encodeToString(bytes) + "\n")) {
            LOG.infof("secret.key made file=%s: keep a copy of it; without it stored secrets cannot be read", file);
        }
    }

    private static List<MasterKey> parse(List<String> texts, String where) {
        return IntStream.range(0, texts.size()).mapToObj(i -> MasterKey.parse(texts.get(i).strip(), "Key " + (i + 1) + " of "
                + where)).toList();
    }

    Optional<MasterKey> find(String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    /** @throws RingmasterException VALIDATION if there is none */
    MasterKey newest() {
        if (keys.isEmpty()) {
            throw RingmasterException.invalid("This server has no key to encrypt secrets with, and there are secrets that were"
                    + " encrypted with another's. Give it that key: in " + where + ", or by ringmaster.secrets.key-file.");
        }
        return keys.getFirst();
    }

}
