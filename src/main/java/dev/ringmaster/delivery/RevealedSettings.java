package dev.ringmaster.delivery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

import dev.ringmaster.security.secret.SecretVault;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/** The integrations' settings with stored secrets in the place of their names. */
record RevealedSettings(SmallRyeConfig config, UnaryOperator<String> reveal) implements IntegrationHub.Settings {

    private static final String PART = "ringmaster.integrations.";
    /** Over everything else. */
    private static final int ORDINAL = Integer.MAX_VALUE;

    /** Whether a secret of the integrations is a stored one at all. */
    boolean refer() {
        return !references(PART).isEmpty();
    }

    /** @throws dev.ringmaster.support.RingmasterException VALIDATION when a secret that the mapping needs cannot be used */
    @Override
    public <C> C of(Class<C> mapping) {
        var prefix = mapping.getAnnotation(io.smallrye.config.ConfigMapping.class).prefix() + ".";
        var references = references(prefix);
        if (references.isEmpty()) {
            return config.getConfigMapping(mapping);
        }
        var sources = StreamSupport.stream(config.getConfigSources().spliterator(), false).toList();
        return new SmallRyeConfigBuilder().addDefaultInterceptors().addDiscoveredConverters().withProfiles(config.getProfiles())
                .withSources(sources)
                .withSources(List.of(new PropertiesConfigSource(revealed(references), "secrets", ORDINAL)))
                .withMapping(mapping).withValidateUnknown(false).build().getConfigMapping(mapping);
    }

    private Map<String, String> revealed(Map<String, String> references) {
        var revealed = new HashMap<>(references);
        revealed.replaceAll((name, reference) -> reveal.apply(reference));
        return revealed;
    }

    private Map<String, String> references(String prefix) {
        var found = new HashMap<String, String>();
        config.getPropertyNames().forEach(name -> {
            if (name.startsWith(prefix)) {
                config.getOptionalValue(name, String.class).filter(SecretVault::isReference)
                        .ifPresent(reference -> found.put(name, reference));
            }
        });
        return found;
    }
}
