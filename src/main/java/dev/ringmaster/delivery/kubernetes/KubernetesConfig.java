package dev.ringmaster.delivery.kubernetes;

import java.nio.file.Path;
import java.util.Optional;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The cluster that deployments are watched in. Read only. */
@Unremovable
@ConfigMapping(prefix = "ringmaster.integrations.kubernetes")
public interface KubernetesConfig {

    /** Whether the cluster is asked what really runs. */
    @WithDefault("false")
    boolean enabled();

    /** The API server. Unset, the kubeconfig file decides, or the service account of the pod that this runs in. */
    Optional<String> url();

    /** A service account's token; only with url. */
    Optional<String> token();

    /** A PEM file with the API server's authority; only with url. */
    Optional<Path> caCertificate();

    /** The context of the kubeconfig file; its current one if unset. */
    Optional<String> context();
}
