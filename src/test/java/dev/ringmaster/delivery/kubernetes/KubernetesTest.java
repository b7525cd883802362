package dev.ringmaster.delivery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.smallrye.mutiny.Uni;

/** Against fabric8's mock of the API server, which keeps what is written to it. */
class KubernetesTest {

    private static final Map<String, String> LABELS = Map.of("app", "shop");

    private final KubernetesMockServer server = new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(),
            new ClusterDispatcher(), false);
    private KubernetesClient cluster;
    private Kubernetes kubernetes;

    @BeforeEach
    void start() {
        server.init();
        cluster = server.createClient();
        kubernetes = new Kubernetes(server::createClient);
    }

    @AfterEach
    void stop() {
        kubernetes.close();
        cluster.close();
        server.destroy();
    }

    private static <T> T of(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }

    private void deployment(String image, long observed, int updated, int replicas, int available) {
        cluster.apps().deployments().inNamespace("prod").resource(new DeploymentBuilder().withNewMetadata().withName("shop")
                .withNamespace("prod").withLabels(LABELS).withGeneration(2L).endMetadata().withNewSpec().withReplicas(2)
                .withNewTemplate().withNewSpec().addNewContainer().withName("shop").withImage(image).endContainer().endSpec()
                .endTemplate().endSpec().withNewStatus().withObservedGeneration(observed).withUpdatedReplicas(updated)
                .withReplicas(replicas).withAvailableReplicas(available).endStatus().build()).create();
    }

    @Test
    void a_rollout_is_complete_when_only_the_newest_runs() {
        deployment("docker.io/acme/shop:1@sha256:0123", 2, 2, 2, 2);

        var rollout = of(kubernetes.rollout("prod", "app=shop"));

        assertThat(rollout.complete()).isTrue();
        assertThat(rollout.failed()).isFalse();
        assertThat(rollout.runs("acme/shop:1")).isTrue();
        assertThat(rollout.runs("acme/shop:2")).isFalse();
        assertThat(of(kubernetes.rollout("prod", "app=other")).complete()).as("no workload is no success").isFalse();
    }

    @Test
    void what_is_missing_is_said() {
        deployment("acme/shop:1", 2, 1, 3, 2);
        assertThat(of(kubernetes.rollout("prod", "app=shop")).describe())
                .isEqualTo("not complete: Deployment shop: 1 of 2 replicas are updated");

        cluster.apps().deployments().inNamespace("prod").withName("shop").delete();
        deployment("acme/shop:1", 0, 2, 2, 2);
        assertThat(of(kubernetes.rollout("prod", "app=shop")).describe()).contains("not seen by its controller yet");
    }

    @Test
    void a_container_that_cannot_start_fails_the_rollout_and_tells_why() {
        deployment("acme/shop:1", 2, 2, 2, 0);
        var waiting = new ContainerStatusBuilder().withName("shop").withRestartCount(3).withNewState().withNewWaiting()
                .withReason("CrashLoopBackOff").endWaiting().endState().build();
        cluster.pods().inNamespace("prod").resource(new PodBuilder().withNewMetadata().withName("shop-1").withNamespace("prod")
                .withLabels(LABELS).endMetadata().withNewStatus().withContainerStatuses(waiting).endStatus().build()).create();
        cluster.v1().events().inNamespace("prod").resource(new EventBuilder().withNewMetadata().withName("e1")
                .withNamespace("prod").endMetadata().withType("Warning").withReason("BackOff")
                .withMessage("Back-off restarting failed container").withNewInvolvedObject().withKind("Pod").withName("shop-1")
                .endInvolvedObject().build()).create();

        assertThat(of(kubernetes.rollout("prod", "app=shop")).failed()).isTrue();
        assertThat(of(kubernetes.troubles("prod", "app=shop")))
                .contains("Container shop of pod shop-1: CrashLoopBackOff, restarted 3 times",
                        "Event of shop-1: BackOff: Back-off restarting failed container")
                .contains("Log of container shop of pod shop-1, before it was restarted:\nlog of shop-1: the-cause-in-the-log");
    }
}
