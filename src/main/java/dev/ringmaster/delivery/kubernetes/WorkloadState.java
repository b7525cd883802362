package dev.ringmaster.delivery.kubernetes;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;

/**
 * One workload, judged as {@code kubectl rollout status} judges it.
 *
 * @param missing what is missing until it is rolled out; empty when nothing is
 * @param failed whether it has given up
 */
record WorkloadState(String name, String missing, boolean failed, List<String> images) {

    static WorkloadState of(Deployment deployment) {
        var name = "Deployment " + deployment.getMetadata().getName();
        var status = deployment.getStatus();
        var images = images(deployment.getSpec().getTemplate());
        if (status == null || behind(deployment.getMetadata().getGeneration(), status.getObservedGeneration())) {
            return new WorkloadState(name, "not seen by its controller yet", false, images);
        }
        boolean gaveUp = status.getConditions().stream().anyMatch(condition -> "Progressing".equals(condition.getType())
                && "ProgressDeadlineExceeded".equals(condition.getReason()));
        var missing = missing(number(deployment.getSpec().getReplicas(), 1), number(status.getUpdatedReplicas(), 0),
                number(status.getReplicas(), 0), number(status.getAvailableReplicas(), 0));
        return new WorkloadState(name, gaveUp ? "its progress deadline is exceeded" : missing, gaveUp, images);
    }

    static WorkloadState of(StatefulSet set) {
        var name = "StatefulSet " + set.getMetadata().getName();
        var status = set.getStatus();
        var images = images(set.getSpec().getTemplate());
        if (status == null || behind(set.getMetadata().getGeneration(), status.getObservedGeneration())) {
            return new WorkloadState(name, "not seen by its controller yet", false, images);
        }
        int wanted = number(set.getSpec().getReplicas(), 1);
        return new WorkloadState(name, missing(wanted, number(status.getUpdatedReplicas(), 0), wanted,
                number(status.getReadyReplicas(), 0)), false, images);
    }

    static WorkloadState of(DaemonSet set) {
        var name = "DaemonSet " + set.getMetadata().getName();
        var status = set.getStatus();
        var images = images(set.getSpec().getTemplate());
        if (status == null || behind(set.getMetadata().getGeneration(), status.getObservedGeneration())) {
            return new WorkloadState(name, "not seen by its controller yet", false, images);
        }
        int wanted = number(status.getDesiredNumberScheduled(), 0);
        return new WorkloadState(name, missing(wanted, number(status.getUpdatedNumberScheduled(), 0), wanted,
                number(status.getNumberAvailable(), 0)), false, images);
    }

    /** @param stuck pods that cannot start, in words */
    static Rollout together(List<WorkloadState> states, List<String> stuck) {
        var notes = new ArrayList<String>();
        if (states.isEmpty()) {
            notes.add("there is no workload with these labels");
        }
        states.stream().filter(state -> !state.missing().isEmpty())
                .forEach(state -> notes.add(state.name() + ": " + state.missing()));
        notes.addAll(stuck);
        boolean complete = !states.isEmpty() && states.stream().allMatch(state -> state.missing().isEmpty());
        return new Rollout(complete, !stuck.isEmpty() || states.stream().anyMatch(WorkloadState::failed),
                states.stream().flatMap(state -> state.images().stream()).distinct().toList(), notes);
    }

    private static String missing(int wanted, int updated, int present, int available) {
        if (updated < wanted) {
            return updated + " of " + wanted + " replicas are updated";
        }
        if (present > updated) {
            return present - updated + " old replicas are still there";
        }
        return available < wanted ? available + " of " + wanted + " replicas are available" : "";
    }

    private static boolean behind(@Nullable Long generation, @Nullable Long observed) {
        return generation != null && (observed == null || observed < generation);
    }

    private static int number(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }

    private static List<String> images(PodTemplateSpec template) {
        return template.getSpec().getContainers().stream().map(Container::getImage).toList();
    }
}
