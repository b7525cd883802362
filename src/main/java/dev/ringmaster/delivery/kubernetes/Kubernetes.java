package dev.ringmaster.delivery.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.delivery.integration.Integration;
import dev.ringmaster.delivery.integration.IntegrationException;
import dev.ringmaster.delivery.integration.Kind;
import dev.ringmaster.delivery.integration.Wiring;
import dev.ringmaster.support.Workers;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.smallrye.mutiny.Uni;

/** The Kubernetes API, for reading only. The client is built at its first use: its classes cost time and memory. */
public final class Kubernetes implements Integration {

    public static final Kind<KubernetesConfig, Kubernetes> KIND = new Kind<>("kubernetes", KubernetesConfig.class,
            Kubernetes.class, Kubernetes::of);

    private static final int LOG_LINES = 200;
    private static final int MOST_CONTAINERS = 5;
    private static final int MOST_EVENTS = 30;

    private final Supplier<KubernetesClient> maker;
    private @Nullable KubernetesClient client;

    Kubernetes(Supplier<KubernetesClient> maker) {
        this.maker = maker;
    }

    private static Optional<Kubernetes> of(KubernetesConfig config, Wiring ignored) {
        return config.enabled() ? Optional.of(new Kubernetes(
                () -> new KubernetesClientBuilder().withConfig(settings(config)).build())) : Optional.empty();
    }

    private static Config settings(KubernetesConfig config) {
        var builder = patient(config.url().isEmpty() ? Config.autoConfigure(config.context().orElse(null))
                : Config.empty());
        config.url().ifPresent(builder::withMasterUrl);
        if (config.url().isEmpty()) {
            return builder.build();
        }
        config.token().ifPresent(builder::withOauthToken);
        config.caCertificate().ifPresent(file -> builder.withCaCertFile(file.toString()));
        return builder.build();
    }

    /** Whoever asks asks again by himself, so a client that tries ten times only holds a thread. */
    private static ConfigBuilder patient(Config config) {
        return new ConfigBuilder(config).withRequestTimeout(15_000).withConnectionTimeout(10_000)
                .withRequestRetryBackoffLimit(1);
    }

    private synchronized KubernetesClient client() {
        var present = client;
        if (present == null) {
            present = maker.get();
            client = present;
        }
        return present;
    }

    private <T> Uni<T> asking(String what, Supplier<T> question) {
        return Workers.onWorker(question)
                .onFailure(KubernetesClientException.class)
                .transform(failure -> explained(what, (KubernetesClientException) failure));
    }

    private static IntegrationException explained(String what, KubernetesClientException failure) {
        var kind = switch (failure.getCode()) {
            case 401 -> IntegrationException.Kind.UNAUTHORIZED;
            case 403 -> IntegrationException.Kind.REFUSED;
            case 404 -> IntegrationException.Kind.NOT_FOUND;
            default -> IntegrationException.Kind.UNAVAILABLE;
        };
        var status = failure.getStatus();
        return new IntegrationException(kind, failure.getCode(), "Kubernetes did not tell " + what + ": "
                + (status != null && status.getMessage() != null ? status.getMessage() : failure.getMessage()), null);
    }

    @Override
    public Uni<String> probe() {
        return asking("its version", () -> {
            var version = client().getKubernetesVersion();
            return "version " + version.getMajor() + "." + version.getMinor();
        });
    }

    /** How far the deployments, stateful sets and daemon sets are that carry these labels. */
    public Uni<Rollout> rollout(String namespace, String selector) {
        return asking("how far the rollout is", () -> {
            var apps = client().apps();
            var states = new ArrayList<WorkloadState>();
            apps.deployments().inNamespace(namespace).withLabelSelector(selector).list().getItems()
                    .forEach(found -> states.add(WorkloadState.of(found)));
            apps.statefulSets().inNamespace(namespace).withLabelSelector(selector).list().getItems()
                    .forEach(found -> states.add(WorkloadState.of(found)));
            apps.daemonSets().inNamespace(namespace).withLabelSelector(selector).list().getItems()
                    .forEach(found -> states.add(WorkloadState.of(found)));
            return WorkloadState.together(states, pods(namespace, selector).stream().flatMap(pod -> stuck(pod).stream())
                    .toList());
        });
    }

    /** What there is to know of pods that are not well: states, warnings, and the logs of their containers. */
    public Uni<String> troubles(String namespace, String selector) {
        return asking("what is wrong with the pods", () -> {
            var text = new StringBuilder();
            var pods = pods(namespace, selector);
            pods.forEach(pod -> stuck(pod).forEach(line -> text.append(line).append('\n')));
            warnings(namespace, pods).forEach(line -> text.append(line).append('\n'));
            pods.stream().flatMap(pod -> failing(pod).map(status -> log(namespace, pod, status))).limit(MOST_CONTAINERS)
                    .forEach(text::append);
            return text.toString();
        });
    }

    private List<Pod> pods(String namespace, String selector) {
        return client().pods().inNamespace(namespace).withLabelSelector(selector).list().getItems();
    }

    private static java.util.stream.Stream<ContainerStatus> containers(Pod pod) {
        var status = pod.getStatus();
        return status == null ? java.util.stream.Stream.empty()
                : java.util.stream.Stream.concat(status.getInitContainerStatuses().stream(),
                        status.getContainerStatuses().stream());
    }

    private static java.util.stream.Stream<ContainerStatus> failing(Pod pod) {
        return containers(pod).filter(status -> !reason(status).isEmpty() || status.getRestartCount() > 0);
    }

    /** Why a container does not run; empty when it runs, or is merely on its way. */
    private static String reason(ContainerStatus status) {
        var state = status.getState();
        if (state == null) {
            return "";
        }
        if (state.getWaiting() != null) {
            var waiting = String.valueOf(state.getWaiting().getReason());
            return waiting.endsWith("BackOff") || waiting.endsWith("Error") || waiting.startsWith("Err")
                    || waiting.equals("InvalidImageName") ? waiting : "";
        }
        return state.getTerminated() != null && state.getTerminated().getExitCode() != 0
                ? state.getTerminated().getReason() + ", exit code " + state.getTerminated().getExitCode()
                : "";
    }

    private static List<String> stuck(Pod pod) {
        return containers(pod).filter(status -> !reason(status).isEmpty())
                .map(status -> "Container " + status.getName() + " of pod " + pod.getMetadata().getName() + ": "
                        + reason(status) + ", restarted " + status.getRestartCount() + " times")
                .toList();
    }

    private List<String> warnings(String namespace, List<Pod> pods) {
        var names = pods.stream().map(pod -> pod.getMetadata().getName()).toList();
        return client().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> "Warning".equals(event.getType()) && event.getInvolvedObject() != null
                        && names.contains(event.getInvolvedObject().getName()))
                .limit(MOST_EVENTS).map(Kubernetes::describe).toList();
    }

    private static String describe(Event event) {
        return "Event of " + event.getInvolvedObject().getName() + ": " + event.getReason() + ": " + event.getMessage();
    }

    /** Of the container that died, where it has been started again. */
    private String log(String namespace, Pod pod, ContainerStatus status) {
        var name = pod.getMetadata().getName();
        var container = client().pods().inNamespace(namespace).withName(name).inContainer(status.getName());
        boolean previous = status.getRestartCount() > 0;
        try {
            var log = previous ? container.terminated().tailingLines(LOG_LINES).getLog()
                    : container.tailingLines(LOG_LINES).getLog();
            return "Log of container " + status.getName() + " of pod " + name + (previous ? ", before it was restarted" : "")
                    + ":\n" + log + "\n";
        } catch (KubernetesClientException e) {
            return "The log of container " + status.getName() + " of pod " + name + " cannot be read: " + e.getMessage() + "\n";
        }
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}
