package dev.ringmaster.security;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Decides by Host and Origin whether a request may come in at all. Being reachable on loopback only is no protection: a page
 * from anywhere can call 127.0.0.1, and a name that resolves to it makes that page same-origin.
 */
final class CallerRules {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(?::(\\d{1,5}))?");
    private static final Pattern ORIGIN = Pattern.compile("(https?)://([^/?#@\\s]+)");

    private final Set<String> allowedHosts;
    private final Set<String> allowedOrigins;

    CallerRules(Collection<String> allowedHosts, Collection<String> allowedOrigins) {
        this.allowedHosts = allowedHosts.stream().map(CallerRules::normal).collect(Collectors.toUnmodifiableSet());
        this.allowedOrigins = allowedOrigins.stream().map(CallerRules::normal).collect(Collectors.toUnmodifiableSet());
    }

    /** @return why the Host is refused, or empty; every value must be allowed, and there must be one */
    Optional<String> refuseHost(List<String> hosts) {
        if (hosts.isEmpty()) {
            return Optional.of("The request names no Host.");
        }
        return hosts.stream().filter(host -> !hostAllowed(host)).findFirst()
                .map(host -> "This server does not answer to the Host '"
                        + shortened(host) + "'. If that is one of its names, add it to ringmaster.access.allowed-hosts.");
    }

    /** @return why the Origin is refused, or empty; no Origin is fine: then it is no page that asks across origins */
    Optional<String> refuseOrigin(List<String> origins, String host) {
        return origins.stream().filter(origin -> !originAllowed(origin, host)).findFirst()
                .map(origin -> "A page of the origin '" + shortened(origin)
                        + "' may not call this server. If it should, add it to ringmaster.access.allowed-origins.");
    }

    private boolean hostAllowed(String host) {
        var authority = Authority.parse(host);
        return authority != null && (LOOPBACK.contains(authority.host()) || allowedHosts.contains(authority.host())
                || allowedHosts.contains(normal(host)));
    }

    private boolean originAllowed(String origin, String host) {
        var matcher = ORIGIN.matcher(normal(origin));
        if (!matcher.matches()) {
            return false;
        }
        if (allowedOrigins.contains(normal(origin))) {
            return true;
        }
        var page = Authority.parse(matcher.group(2));
        var server = Authority.parse(host);
        return page != null && server != null && page.host().equals(server.host())
                && samePort(page, matcher.group(1).equals("https") ? 443 : 80, server);
    }

    /** A Host without a port may stand behind a proxy that ends TLS, so the page's own scheme says what port it means. */
    private static boolean samePort(Authority page, int schemePort, Authority server) {
        int pagePort = page.port() < 0 ? schemePort : page.port();
        return server.port() < 0 ? pagePort == schemePort : pagePort == server.port();
    }

    private static String normal(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    /** @param port -1 if it is not given */
    private record Authority(String host, int port) {

        static @Nullable Authority parse(String text) {
            var matcher = AUTHORITY.matcher(normal(text));
            if (!matcher.matches()) {
                return null;
            }
            var port = matcher.group(2);
            return new Authority(matcher.group(1), port == null ? -1 : Integer.parseInt(port));
        }
    }
}
