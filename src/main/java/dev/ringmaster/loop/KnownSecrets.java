package dev.ringmaster.loop;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import org.eclipse.microprofile.config.Config;

import dev.ringmaster.security.secret.SecretVault;

/** The credentials in the configuration, told by the names of their settings. */
final class KnownSecrets {

    /** Parts of the configuration that hold credentials of others; the names in them are those of variables, or ours. */
    private static final List<String> PARTS = List.of("ringmaster.subscriptions.", "ringmaster.platforms.",
            "ringmaster.integrations.", "ringmaster.notifications.", "ringmaster.prompt.config-repository.",
            "ringmaster.access.", "ringmaster.secrets.",
            "quarkus.datasource.", "quarkus.oidc.");
    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i).*(KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|AUTH|COOKIE|WEBHOOK-URL|SLACK-URL).*");
    /** What holds a file's name, a whole configuration, or the name of an account. */
    private static final Pattern HARMLESS_NAME = Pattern.compile("(?i).*(KEY-FILE|KEY_FILE|BASE_URL|ALLOWED-).*");
    /** A value that is JSON, such as a CLI's whole configuration. */
    private static final Pattern IN_JSON = Pattern
            .compile("(?i)\"[^\"]*(?:key|token|secret|password)[^\"]*\"\\s*:\\s*\"([^\"\\\\]{8,})\"");
    private static final Pattern IN_ADDRESS = Pattern.compile("://[^\\s/:@]*:([^\\s/@]{8,})@");

    private KnownSecrets() {
    }

    static Set<String> in(Config config) {
        var known = new HashSet<String>();
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> PARTS.stream().anyMatch(name::startsWith))
                .forEach(name -> config.getOptionalValue(name, String.class).filter(value -> !SecretVault.isReference(value))
                        .ifPresent(value -> add(name, value, known)));
        return known;
    }

    private static void add(String name, String value, Set<String> known) {
        if (SECRET_NAME.matcher(name).matches() && !HARMLESS_NAME.matcher(name).matches()) {
            known.add(value);
            known.addAll(List.of(value.split(",")));
        }
        IN_JSON.matcher(value).results().forEach(found -> known.add(found.group(1)));
        IN_ADDRESS.matcher(value).results().forEach(found -> known.add(found.group(1)));
    }
}
