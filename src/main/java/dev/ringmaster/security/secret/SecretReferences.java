package dev.ringmaster.security.secret;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Which settings of this server refer to stored secrets. Settings do not change while it runs. */
@ApplicationScoped
class SecretReferences {

    private final Map<String, String> references = find(ConfigProvider.getConfig());

    /** References by setting. */
    private static Map<String, String> find(Config config) {
        var found = new TreeMap<String, String>();
        StreamSupport.stream(config.getPropertyNames().spliterator(), false).filter(name -> name.startsWith("ringmaster."))
                .forEach(name -> config.getOptionalValue(name, String.class).filter(SecretVault::isReference)
                        .ifPresent(reference -> found.put(name, reference)));
        return found;
    }

    /** The settings that refer to this secret. */
    List<String> to(String secret) {
        return references.entrySet().stream().filter(entry -> entry.getValue().equals("secret:" + secret))
                .map(Map.Entry::getKey)
                .toList();
    }
}
