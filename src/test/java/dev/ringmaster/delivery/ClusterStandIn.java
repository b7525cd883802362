package dev.ringmaster.delivery;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import dev.ringmaster.delivery.kubernetes.ClusterDispatcher;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;

/** A cluster, by fabric8's mock of the API server: a deployment per application, whose pod crashes when it is sick. */
final class ClusterStandIn implements AutoCloseable {

    static final String NAMESPACE = "prod";

    private final ClusterDispatcher dispatcher = new ClusterDispatcher();
    private final KubernetesMockServer server = new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(),
            dispatcher, false);
    private final KubernetesClient client;

    ClusterStandIn() {
        server.init();
        client = server.createClient();
    }

    URI url() {
        return URI.create(client.getMasterUrl().toString());
    }

    /** Whether logs of a container that was restarted were asked for. */
    boolean askedForPreviousLog(String name) {
        return dispatcher.logs().stream()
                .anyMatch(path -> path.contains("/pods/" + name + "-") && path.contains("previous=true"));
    }

    /** What a deploy leaves there. */
    synchronized void deployed(String name, String image, boolean sick) {
        var labels = Map.of("app", name);
        client.apps().deployments().inNamespace(NAMESPACE).withName(name).delete();
        client.pods().inNamespace(NAMESPACE).withLabels(labels).delete();
        client.v1().events().inNamespace(NAMESPACE).withName(name + "-event").delete();
        client.apps().deployments().inNamespace(NAMESPACE).resource(new DeploymentBuilder().withNewMetadata().withName(name)
                .withNamespace(NAMESPACE).withLabels(labels).withGeneration(1L).endMetadata().withNewSpec().withReplicas(1)
                .withNewTemplate().withNewSpec().addNewContainer().withName(name).withImage(image).endContainer().endSpec()
                .endTemplate().endSpec().withNewStatus().withObservedGeneration(1L).withUpdatedReplicas(1).withReplicas(1)
                .withAvailableReplicas(sick ? 0 : 1).endStatus().build()).create();
        if (sick) {
            crash(name, labels);
        }
    }

    private void crash(String name, Map<String, String> labels) {
        var crashing = new ContainerStatusBuilder().withName(name).withRestartCount(2).withNewState().withNewWaiting()
                .withReason("CrashLoopBackOff").endWaiting().endState().build();
        client.pods().inNamespace(NAMESPACE).resource(new PodBuilder().withNewMetadata().withName(name + "-1")
                .withNamespace(NAMESPACE).withLabels(labels).endMetadata().withNewStatus().withContainerStatuses(crashing)
                .endStatus().build()).create();
        client.v1().events().inNamespace(NAMESPACE).resource(new EventBuilder().withNewMetadata().withName(name + "-event")
                .withNamespace(NAMESPACE).endMetadata().withType("Warning").withReason("BackOff")
                .withMessage("Back-off restarting failed container").withNewInvolvedObject().withKind("Pod")
                .withName(name + "-1")
                .endInvolvedObject().build()).create();
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }
}
