package dev.ringmaster.support;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The proxy for addresses that begin with {@code https://}, as curl and git read it from the environment: {@code https_proxy}
 * and
 * {@code no_proxy}, in lower or in upper case.
 *
 * @param address such as {@code http://user:password@proxy.example.org:3128}; empty for none
 * @param exceptions names that are called directly, parted by commas; their subdomains too
 */
public record OutgoingProxy(String address, String exceptions) {

    /** That of the environment that this server was started in. */
    public static OutgoingProxy ofServer() {
        return of(System.getenv());
    }

    public static OutgoingProxy of(Map<String, String> environment) {
        return new OutgoingProxy(variable(environment, "https_proxy"), variable(environment, "no_proxy"));
    }

    private static String variable(Map<String, String> environment, String name) {
        var lower = environment.getOrDefault(name, "");
        return lower.isBlank() ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "").strip() : lower.strip();
    }

    /** For a program that reads them as curl does. */
    public Map<String, String> variables() {
        var variables = new TreeMap<String, String>();
        if (!address.isEmpty()) {
            variables.put("https_proxy", address);
            variables.put("no_proxy", exceptions);
        }
        return variables;
    }

    /** With a scheme, which may be left out in the environment. */
    public Optional<URI> uri() {
        return address.isEmpty() ? Optional.empty()
                : Optional.of(URI.create(address.contains("://") ? address
                        : "http://" + address));
    }

    /** The exceptions as patterns: a name, and with an asterisk before it what ends so. */
    public List<String> patterns() {
        return Arrays.stream(exceptions.split("[,\\s]+")).map(name -> name.replaceFirst("^\\*?\\.", ""))
                .filter(name -> !name.isEmpty())
                .flatMap(name -> name.equals("*") ? List.of("*").stream() : List.of(name, "*." + name).stream()).toList();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "proxy for HTTPS " + uri().map(uri -> uri.getHost() + ":" + uri.getPort()).orElse("none");
    }
}
