package dev.ringmaster.security.secret;

import java.util.List;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.security.secret.SecretApi.Secret;
import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.support.Workers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** Stores secrets and tells what there are. */
@ApplicationScoped
class SecretService {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final int LONGEST = 64 * 1024;

    private final Pool pool;
    private final SecretRepository rows;
    private final SecretVault vault;
    private final SecretReferences references;

    SecretService(Pool pool, SecretRepository rows, SecretVault vault, SecretReferences references) {
        this.pool = pool;
        this.rows = rows;
        this.vault = vault;
        this.references = references;
    }

    Uni<List<Secret>> all() {
        return vault.refresh().chain(() -> rows.all(pool)).map(all -> all.stream().map(this::secret).toList());
    }

    private Secret secret(SecretRow row) {
        return new Secret(row.name(), row.createdAt(), row.updatedAt(), references.to(row.name()), vault.problem(row.name()));
    }

    Uni<Secret> set(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw RingmasterException.invalid("\"" + name.substring(0, Math.min(name.length(), 80)) + "\" cannot be a secret's"
                    + " name: use at most 63 letters, digits, '.', '_' and '-', and begin with a letter or digit.");
        }
        if (value.isBlank() || value.length() > LONGEST || value.indexOf('\0') >= 0 || SecretVault.isReference(value)) {
            throw RingmasterException.invalid("The value cannot be stored: it must have 1 to " + LONGEST
                    + " characters, none of them NUL, and not begin with 'secret:'.");
        }
        return Workers.onWorker(() -> vault.seal(name, value)).flatMap(sealed -> rows.save(pool, name, sealed))
                .call(vault::refresh).map(this::secret);
    }

    Uni<Boolean> remove(String name) {
        var users = references.to(name);
        if (!users.isEmpty()) {
            throw new RingmasterException(ErrorCode.CONFLICT,
                    "The secret \"" + name + "\" is used by " + String.join(", ", users)
                            + ". Change the configuration and restart the server first.");
        }
        return rows.remove(pool, name).invoke(removed -> {
            if (!removed) {
                throw RingmasterException.notFound("secret", name);
            }
        }).call(vault::refresh).replaceWith(true);
    }
}
