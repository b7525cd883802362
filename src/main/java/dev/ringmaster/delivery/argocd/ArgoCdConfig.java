package dev.ringmaster.delivery.argocd;

import java.nio.file.Path;
import java.util.Optional;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;

/** Argo CD. It is configured when there are an address and a token. */
@Unremovable
@ConfigMapping(prefix = "ringmaster.integrations.argocd")
public interface ArgoCdConfig {

    /** Its address, such as https://argocd.example.org. */
    Optional<String> url();

    /** The token of an account or of a project's role. */
    Optional<String> token();

    /** A PEM file with the authorities to trust instead of Java's own. */
    Optional<Path> caCertificate();
}
