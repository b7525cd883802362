package dev.ringmaster.delivery.kubernetes;

import java.util.List;

/**
 * How far the workloads of a card are rolled out.
 *
 * @param complete whether every one runs its newest template only, on all replicas, available
 * @param failed whether one of them has given up, or a container cannot start
 * @param images what the templates name
 * @param notes what is still missing, or wrong, in words
 */
public record Rollout(boolean complete, boolean failed, List<String> images, List<String> notes) {

    private static final String DOCKER_HUB = "docker.io/";

    /** Whether some container's template names this image. */
    public boolean runs(String image) {
        return images.stream().anyMatch(found -> same(found, image));
    }

    /** Whether two names mean the same image: the registry's name may be left out for Docker Hub, and a digest may follow. */
    public static boolean same(String found, String wanted) {
        return plain(found).equals(plain(wanted));
    }

    private static String plain(String image) {
        var name = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
        return name.startsWith(DOCKER_HUB) ? name.substring(DOCKER_HUB.length()) : name;
    }

    /** In a few words. */
    public String describe() {
        return (complete ? "complete" : "not complete") + (notes.isEmpty() ? "" : ": " + String.join("; ", notes));
    }
}
