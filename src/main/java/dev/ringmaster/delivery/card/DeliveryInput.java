package dev.ringmaster.delivery.card;

import java.util.regex.Pattern;

import org.eclipse.microprofile.graphql.Input;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.delivery.github.RepositoryName;
import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.support.TextRule;

/** What a person says of a project's delivery. Null means "unchanged"; a blank text takes a value away. */
@Input("DeliveryInput")
public record DeliveryInput(@Nullable String repository, @Nullable String workflow, @Nullable MergeMethod mergeMethod,
        @Nullable String application, @Nullable String namespace, @Nullable String selector, @Nullable String image,
        @Nullable String imageTag, @Nullable Boolean waitForImage, @Nullable Boolean prune,
        @Nullable Boolean rollBack) {

    private static final Pattern WORKFLOW = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*\\.ya?ml");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");
    private static final Pattern IMAGE = Pattern.compile("([a-zA-Z0-9.-]+(:\\d+)?/)?[a-z0-9._/-]+");
    private static final Pattern TAG = Pattern.compile("(\\{sha}|\\{shortSha}|[A-Za-z0-9_.-])+");

    /** @throws RingmasterException VALIDATION for what cannot be */
    DeliverySettings over(DeliverySettings now) {
        var tag = text("imageTag", imageTag, now.imageTag(), TAG, "a tag such as v-{shortSha}");
        return new DeliverySettings(checkedRepository(now), text("workflow", workflow, now.workflow(), WORKFLOW, "build.yml"),
                mergeMethod == null ? now.mergeMethod() : mergeMethod,
                text("application", application, now.application(), NAME, "the name of an application in Argo CD"),
                text("namespace", namespace, now.namespace(), NAME, "the name of a namespace"),
                text("selector", selector, now.selector(), null, "app=shop"),
                text("image", image, now.image(), IMAGE, "acme/shop, without a tag"),
                tag == null ? DeliverySettings.NONE.imageTag() : tag,
                waitForImage == null ? now.waitForImage() : waitForImage, prune == null ? now.prune() : prune,
                rollBack == null ? now.rollBack() : rollBack);
    }

    private @Nullable String checkedRepository(DeliverySettings now) {
        var name = text("repository", repository, now.repository(), null, "");
        if (name != null && RepositoryName.parse(name).isEmpty()) {
            throw RingmasterException.invalid("repository \"" + name + "\" is not a repository at GitHub. Give owner/name.");
        }
        return name;
    }

    private static @Nullable String text(String field, @Nullable String wish, @Nullable String now, @Nullable Pattern form,
            String example) {
        var value = wish == null ? now : TextRule.characters(field, 250).checkOptional(wish);
        if (value != null && form != null && !form.matcher(value).matches()) {
            throw RingmasterException.invalid(field + " \"" + value + "\" cannot be. Give " + example + ".");
        }
        return value;
    }
}
