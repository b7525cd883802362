package dev.ringmaster.support;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;

/** Says where the server is, once it takes requests. Printed and not logged: the first address holds the token. */
@ApplicationScoped
class Welcome {

    private final RingmasterConfig config;
    private final Invitation invitation;
    private final String host;

    Welcome(RingmasterConfig config, Invitation invitation, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.config = config;
        this.invitation = invitation;
        this.host = host;
    }

    void onReady(@ObservesAsync HttpServerStart started, HttpServer server) {
        var address = started.options().isSsl() ? address("https", host, server.getSecurePort())
                : address("http", host, server.getPort());
        System.out.println(text(address, config.home().toString(), invitation));
    }

    /** An address that a browser on this machine can open. */
    static String address(String scheme, String host, int port) {
        var everywhere = host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
        var name = everywhere ? "127.0.0.1" : host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return scheme + "://" + name + ":" + port + "/";
    }

    static String text(String address, String home, Invitation invitation) {
        return invitation.query().map(query -> """

                  Ringmaster is ready. Open this address once to log in. Its token is not shown again: it %s.

                    %s?%s
                """.formatted(invitation.whereTheTokenIs(), address, query)).orElseGet(() -> """

                  Ringmaster is ready.  %s
                  A browser that asks for the token: it %s.
                """.formatted(address, invitation.whereTheTokenIs())) + """

                  Home: %s
                  Stop: Ctrl+C. Agents at work go on, and are picked up again at the next start.
                """.formatted(home);
    }
}
