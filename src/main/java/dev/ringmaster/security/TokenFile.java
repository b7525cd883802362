package dev.ringmaster.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jboss.logging.Logger;

import dev.ringmaster.support.RingmasterException;

/** Keeps the access token in a file that only its owner can read. */
final class TokenFile {

    private static final Logger LOG = Logger.getLogger(TokenFile.class);

    private final Path file;

    TokenFile(Path home) {
        this.file = home.resolve("token");
    }

    /** @param fresh whether this call has made the token */
    record Loaded(AccessToken token, boolean fresh) {
    }

    Path path() {
        return file;
    }

    /** @throws IOException if the file can neither be read nor made */
    Loaded load() throws IOException {
        if (Files.exists(file)) {
            return new Loaded(read(), false);
        }
        var token = AccessToken.random();
        return PrivateFile.create(file, token.reveal() + "\n") ? new Loaded(token, true) : new Loaded(read(), false);
    }

    private AccessToken read() throws IOException {
        if (PrivateFile.close(file)) {
            LOG.warnf("Others could reach the access token in %s; it is now for its owner only. "
                    + "If somebody may have read it, delete the file and start again for a new one.", file);
        }
        try {
            return new AccessToken(Files.readString(file).strip());
        } catch (RingmasterException e) {
            throw RingmasterException.invalid(
                    e.getMessage() + " What " + file + " holds is not one: delete the file and start again for a new one.");
        }
    }
}
