package dev.ringmaster.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.ringmaster.support.RingmasterConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;

/** Holds the token of this server, and says at its first start how to log in. */
@ApplicationScoped
class Access {

    private final AccessToken token;
    private final boolean fresh;
    private final String whereTheTokenIs;
    private final String host;

    Access(AccessConfig config, RingmasterConfig ringmaster, @ConfigProperty(name = "quarkus.http.host") String host) {
        ListenAddress.refusal(host, config.token().isPresent(), config.allowedHosts().orElse(List.of()))
                .ifPresent(why -> {
                    throw new IllegalStateException(why);
                });
        this.host = host;
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

    /** The end of a sentence that begins with "the token". */
    String whereTheTokenIs() {
        return whereTheTokenIs;
    }

    /** Before the server listens: a refusal to start must come before the first request. */
    void onStart(@Observes StartupEvent started) {
        token();
    }

    void onListening(@ObservesAsync HttpServerStart started, HttpServer server) {
        announce(server.getPort());
    }

    /** The token goes to the console of the very first start, and to no log. What later starts say, RingmasterMain says. */
    private void announce(int port) {
        if (fresh) {
            var name = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
            System.out.println("Log in to Ringmaster: http://" + name + ":" + port + "/?token=" + token.reveal());
        }
    }

    private static TokenFile.Loaded load(TokenFile file) {
        try {
            return file.load();
        } catch (IOException e) {
            throw new UncheckedIOException("The access token in " + file.path() + " can be neither read nor written.", e);
        }
    }
}
