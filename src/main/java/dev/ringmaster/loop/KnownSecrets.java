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

    /** Variables for agents, which people name. */
    private static final Pattern VARIABLE = Pattern
            .compile("ringmaster\\.(?:subscriptions|platforms)\\..+\\.env\\.\"?([^.\"]+)\"?");
    private static final Pattern SECRET_VARIABLE = Pattern.compile(
            "(?i).*(KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|COOKIE|PRIVATE).*|.*_(AUTH|PAT|PASS)");
    /** Settings of ours and of Quarkus, whose names we know. */
    private static final Pattern SETTING = Pattern
            .compile("(?:ringmaster\\.(?:integrations|notifications|prompt|access|secrets)"
                    + "|quarkus\\.(?:datasource|oidc))\\..*(?:token|keys|key|secret|password|webhook-url|slack-url|secret\\.value)(?:\\[\\d+])?");
    /** A value that is JSON, such as a CLI's whole configuration. */
    private static final Pattern IN_JSON = Pattern
            .compile("(?i)\"[^\"]*(?:key|token|secret|password)[^\"]*\"\\s*:\\s*\"([^\"\\\\]{8,})\"");
    private static final Pattern IN_ADDRESS = Pattern.compile("://[^\\s/:@]*:([^\\s/@]{8,})@");

    private KnownSecrets() {
    }

    static Set<String> in(Config config) {
        var known = new HashSet<String>();
        StreamSupport.stream(config.getPropertyNames().spliterator(), false).forEach(name -> {
            var variable = VARIABLE.matcher(name);
            boolean ofAgent = variable.matches();
            if (ofAgent || SETTING.matcher(name).matches() || name.startsWith("quarkus.datasource.")) {
                boolean secret = ofAgent ? SECRET_VARIABLE.matcher(variable.group(1)).matches()
                        : SETTING.matcher(name).matches();
                config.getOptionalValue(name, String.class).filter(value -> !SecretVault.isReference(value))
                        .ifPresent(value -> add(value, secret, known));
            }
        });
        return known;
    }

    private static void add(String value, boolean secret, Set<String> known) {
        if (secret) {
            known.add(value);
            known.addAll(List.of(value.split(",")));
        }
        IN_JSON.matcher(value).results().forEach(found -> known.add(found.group(1)));
        IN_ADDRESS.matcher(value).results().forEach(found -> known.add(found.group(1)));
    }
}
