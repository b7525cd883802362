package dev.ringmaster.security;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says on which addresses this server may listen. */
final class ListenAddress {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[?::1]?");

    private ListenAddress() {
    }

    /**
     * On loopback the token is made by itself. Wider, it must be chosen by somebody who knows what they open, and the server's
     * names must be known, or nobody could reach it.
     */
    static Optional<String> refusal(String host, boolean tokenConfigured, List<String> allowedHosts) {
        if (LOOPBACK.matcher(host.strip().toLowerCase(Locale.ROOT)).matches()) {
            return Optional.empty();
        }
        if (!tokenConfigured) {
            return Optional.of("Ringmaster does not listen on " + host + " without a token of your own: set "
                    + "ringmaster.access.token (RINGMASTER_ACCESS_TOKEN) to at least " + AccessToken.MIN_LENGTH
                    + " random characters, or quarkus.http.host to 127.0.0.1.");
        }
        if (allowedHosts.isEmpty()) {
            return Optional.of("Ringmaster does not listen on " + host + " without knowing its names: set "
                    + "ringmaster.access.allowed-hosts (RINGMASTER_ACCESS_ALLOWED_HOSTS) to those that people call it by, "
                    + "or quarkus.http.host to 127.0.0.1.");
        }
        return Optional.empty();
    }
}
