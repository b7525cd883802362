package dev.ringmaster.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.ringmaster.support.Invitation;
import dev.ringmaster.support.RingmasterConfig;
import io.quarkus.runtime.StartupEvent;

/** Holds the token of this server, and knows at its first start how to log in. */
@ApplicationScoped
class Access implements Invitation, CredentialSource {

    private final AccessToken token;
    private final boolean fresh;
    private final String whereTheTokenIs;

    Access(AccessConfig config, RingmasterConfig ringmaster, @ConfigProperty(name = "quarkus.http.host") String host) {
        ListenAddress.refusal(host, config.token().isPresent(), config.allowedHosts().orElse(List.of()))
                .ifPresent(why -> {
                    throw new IllegalStateException(why);
                });
        if (config.token().isPresent()) {
            this.token = new AccessToken(config.token().get());
            this.fresh = false;
            this.whereTheTokenIs = "is what ringmaster.access.token is set to";
        } else {
            var file = new TokenFile(ringmaster.home());
            var loaded = load(file);
            this.token = loaded.token();
            this.fresh = loaded.fresh();
            this.whereTheTokenIs = "lies in " + file.path().toAbsolutePath();
        }
    }

    AccessToken token() {
        return token;
    }

    /** The token goes to the console of the very first start, and to no log. */
    @Override
    public Optional<String> query() {
        return fresh ? Optional.of("token=" + token.reveal()) : Optional.empty();
    }

    @Override
    public Collection<String> credentials() {
        return List.of(token.reveal());
    }

    @Override
    public String whereTheTokenIs() {
        return whereTheTokenIs;
    }

    /** Before the server listens: a refusal to start must come before the first request. */
    void onStart(@Observes StartupEvent started) {
        token();
    }

    private static TokenFile.Loaded load(TokenFile file) {
        try {
            return file.load();
        } catch (IOException e) {
            throw new UncheckedIOException("The access token in " + file.path() + " can be neither read nor written.", e);
        }
    }
}
