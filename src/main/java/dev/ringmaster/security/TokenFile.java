package dev.ringmaster.security;

import static java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import org.jboss.logging.Logger;

import dev.ringmaster.support.RingmasterException;

/** Keeps the access token in a file that only its owner can read. */
final class TokenFile {

    private static final Logger LOG = Logger.getLogger(TokenFile.class);
    private static final Set<PosixFilePermission> OWNER_ONLY = Set.of(OWNER_READ, OWNER_WRITE);
    private static final Set<PosixFilePermission> OWNER_DIRECTORY = Set.of(OWNER_READ, OWNER_WRITE, OWNER_EXECUTE);

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
        return create(token) ? new Loaded(token, true) : new Loaded(read(), false);
    }

    private AccessToken read() throws IOException {
        if (!Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
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

    /**
     * Written beside and linked into place: nobody ever sees a half-written or readable one, and of two servers that start
     * together in one home one loses.
     *
     * @return false if the file was there by now
     */
    private boolean create(AccessToken token) throws IOException {
        var home = file.toAbsolutePath().getParent();
        Files.createDirectories(home, PosixFilePermissions.asFileAttribute(OWNER_DIRECTORY));
        var draft = Files.createTempFile(home, ".access-", ".tmp", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap((token.reveal() + "\n").getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
            Files.createLink(file, draft);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.delete(draft);
        }
    }
}
