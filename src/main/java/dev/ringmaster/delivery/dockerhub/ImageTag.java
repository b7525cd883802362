package dev.ringmaster.delivery.dockerhub;

import org.jspecify.annotations.Nullable;

/** A tag of an image, as Docker Hub lists it. */
public record ImageTag(String name, @Nullable String digest, @Nullable String lastUpdated) {

    /** What names its content for ever, to follow the tag's name; empty when Docker Hub does not tell. */
    public String identity() {
        return digest == null ? "" : "@" + digest;
    }
}
