package dev.ringmaster.delivery.dockerhub;

import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.delivery.integration.HttpAnswer;
import dev.ringmaster.delivery.integration.HttpApi;
import dev.ringmaster.delivery.integration.Integration;
import dev.ringmaster.delivery.integration.IntegrationException;
import dev.ringmaster.delivery.integration.Kind;
import dev.ringmaster.delivery.integration.Wiring;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;

/** Docker Hub's API: tags of images, in the form of {@code /v2/namespaces/{namespace}/repositories/{repository}/tags}. */
public final class DockerHub implements Integration {

    public static final Kind<DockerHubConfig, DockerHub> KIND = new Kind<>("dockerhub", DockerHubConfig.class,
            DockerHub.class, DockerHub::of);

    private static final String IMAGE = "[a-z0-9_-]+/[a-z0-9._-]+";
    private static final String TAG = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";

    private final HttpApi api;
    private final Uni<Map<String, String>> credential;

    private DockerHub(HttpApi api, Optional<String> username, Optional<String> token) {
        this.api = api;
        this.credential = username.isEmpty() || token.isEmpty() ? Uni.createFrom().item(Map.of())
                : login(username.get(), token.get()).memoize().atLeast(Duration.ofMinutes(4));
    }

    private static Optional<DockerHub> of(DockerHubConfig config, Wiring wiring) {
        return config.enabled() ? Optional.of(new DockerHub(new HttpApi(wiring.vertx(), "Docker Hub",
                URI.create(config.url().replaceFirst("/+$", "")), Map::of, Optional.empty()), config.username(),
                config.token()))
                : Optional.empty();
    }

    /** Access tokens live ten minutes. */
    private Uni<Map<String, String>> login(String username, String token) {
        return api.send(HttpMethod.POST, "/v2/auth/token", Map.of(),
                new JsonObject().put("identifier", username).put("secret", token))
                .map(answer -> Map.of("Authorization", "Bearer " + answer.required().json().path("access_token").asText()));
    }

    @Override
    public Uni<String> probe() {
        return get("/v2/namespaces/library/repositories/busybox/tags?page_size=1").invoke(HttpAnswer::required)
                .replaceWith("it answers");
    }

    /** The tag of an image; empty while it is not there. @param image {@code namespace/repository} */
    public Uni<Optional<ImageTag>> tag(String image, String tag) {
        return get(path(image) + "/" + checked(tag, TAG))
                .map(answer -> answer.status() == 404 ? Optional.empty() : Optional.of(answer.required().as(ImageTag.class)));
    }

    private record Page(@Nullable List<ImageTag> results) {
    }

    /** The newest release among the hundred tags that Docker Hub lists first, which are those that changed last. */
    public Uni<Optional<ImageTag>> newestRelease(String image) {
        return get(path(image) + "?page_size=100").map(answer -> {
            var results = answer.required().as(Page.class).results();
            return (results == null ? List.<ImageTag> of() : results).stream()
                    .filter(tag -> SemanticVersion.parse(tag.name()).isPresent())
                    .max(Comparator.comparing(tag -> SemanticVersion.parse(tag.name()).orElseThrow()));
        });
    }

    private Uni<HttpAnswer> get(String path) {
        return credential.flatMap(headers -> api.get(path, headers));
    }

    private static String path(String image) {
        var parts = checked(image, IMAGE).split("/", 2);
        return "/v2/namespaces/" + parts[0] + "/repositories/" + parts[1] + "/tags";
    }

    private static String checked(String text, String form) {
        if (!text.matches(form)) {
            throw IntegrationException.refused("\"" + text + "\" is no name at Docker Hub.");
        }
        return text;
    }

    @Override
    public void close() {
        api.close();
    }
}
