package dev.ringmaster.support;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.vertx.http.HttpServerStart;

/** Says where the server is, once it takes requests. Printed and not logged: the first address holds the token. */
@ApplicationScoped
class Welcome {

    private final RingmasterConfig config;
    private final Instance<Invitation> invitations;
    private final String host;

    Welcome(RingmasterConfig config, @Any Instance<Invitation> invitations,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        this.config = config;
        this.invitations = invitations;
        this.host = host;
    }

    void onReady(@ObservesAsync HttpServerStart started) {
        if (started.options().getPort() <= 0) {
            return; // any free port, which only Quarkus' own line "Listening on" knows
        }
        Optional<String> query = invitations.stream().map(Invitation::query).flatMap(Optional::stream).findFirst();
        System.out.println(text(host, started.options().getPort(), config.home().toString(), query));
    }

    static String text(String host, int port, String home, Optional<String> query) {
        String name = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        String address = "http://" + name + ":" + port + "/" + query.map(q -> "?" + q).orElse("");
        return """

                  Ringmaster is ready:  %s
                  Its home:             %s
                  Stop it with Ctrl+C; running agents are picked up again at the next start.
                """.formatted(address, home);
    }
}
