package dev.ringmaster.delivery.card;

import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;
import org.jspecify.annotations.Nullable;

/**
 * How a project is built and deployed.
 *
 * @param repository {@code owner/name} at GitHub; null for what the project's repositoryUrl says
 * @param workflow the file of the workflow to start as the build, such as {@code build.yml}; null where pushing starts it
 * @param application the project's application in Argo CD
 * @param namespace where its workloads run
 * @param selector the labels of its workloads, such as {@code app=shop}
 * @param image its image without a tag, such as {@code acme/shop}; null when a deploy is not recognized by its image
 * @param imageTag the tag of a commit's image; {@code {sha}} and {@code {shortSha}} stand for the commit
 * @param waitForImage whether a deploy waits until Docker Hub has the image
 * @param prune whether a sync or a rollback takes away what is not in git any more
 * @param rollBack whether a deploy that turns out bad is taken back before it is repaired
 */
@Type("Delivery")
public record DeliverySettings(@Nullable String repository, @Nullable String workflow, @NonNull MergeMethod mergeMethod,
        @Nullable String application, @Nullable String namespace, @Nullable String selector, @Nullable String image,
        @NonNull String imageTag, boolean waitForImage, boolean prune, boolean rollBack) {

    public static final DeliverySettings NONE = new DeliverySettings(null, null, MergeMethod.MERGE, null, null, null, null,
            "{sha}", false, false, false);
}
