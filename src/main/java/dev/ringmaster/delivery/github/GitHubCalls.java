package dev.ringmaster.delivery.github;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.delivery.integration.HttpAnswer;
import dev.ringmaster.delivery.integration.HttpApi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;

/**
 * How GitHub is asked: within its rate limits, page by page, and conditionally, because an answer of 304 does not count
 * against the limit.
 */
final class GitHubCalls {

    private static final int MOST_PAGES = 10;
    private static final int MOST_REMEMBERED = 200;
    private static final int LONGEST_REMEMBERED = 256 * 1024;
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"next\"");

    private final HttpApi api;
    private final RateGate gate;
    private final Map<String, HttpAnswer> remembered = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, HttpAnswer> eldest) {
            return size() > MOST_REMEMBERED;
        }
    });

    GitHubCalls(HttpApi api, RateGate gate) {
        this.api = api;
        this.gate = gate;
    }

    /** Any answer that is no refusal for asking too often. */
    Uni<HttpAnswer> send(HttpMethod method, String path, @Nullable JsonObject body) {
        return Uni.createFrom().deferred(() -> {
            gate.pass("GitHub");
            return api.send(method, path, Map.of(), body).invoke(this::refuseLimited);
        });
    }

    /** The answer to a GET, from memory where GitHub says that nothing has changed. */
    Uni<HttpAnswer> get(String path) {
        return Uni.createFrom().deferred(() -> {
            gate.pass("GitHub");
            var known = remembered.get(path);
            var etag = known == null ? null : known.header("etag");
            return api.get(path, etag == null ? Map.of() : Map.of("If-None-Match", etag)).map(answer -> {
                refuseLimited(answer);
                return answer.status() == 304 && known != null ? known : remember(path, answer);
            });
        });
    }

    private void refuseLimited(HttpAnswer answer) {
        var until = gate.limitedUntil(answer);
        if (until != null) {
            throw answer.failure(until);
        }
    }

    private HttpAnswer remember(String path, HttpAnswer answer) {
        if (answer.ok() && answer.header("etag") != null && answer.body().length <= LONGEST_REMEMBERED) {
            remembered.put(path, answer);
        }
        return answer;
    }

    /** All items of up to ten pages. */
    <P, T> Uni<List<T>> pages(String path, Class<P> page, Function<P, List<T>> items) {
        return pages(path, page, items, new ArrayList<>(), 1);
    }

    private <P, T> Uni<List<T>> pages(String path, Class<P> page, Function<P, List<T>> items, List<T> found, int number) {
        return get(path).flatMap(answer -> {
            found.addAll(items.apply(answer.required().as(page)));
            var next = number < MOST_PAGES ? next(answer) : Optional.<String> empty();
            return next.isEmpty() ? Uni.createFrom().item(found) : pages(next.get(), page, items, found, number + 1);
        });
    }

    /** The path of the next page; only of this very API, because the credential goes there. */
    private Optional<String> next(HttpAnswer answer) {
        var link = answer.header("link");
        var matcher = NEXT.matcher(link == null ? "" : link);
        var base = api.address("");
        return matcher.find() && matcher.group(1).startsWith(base + "/")
                ? Optional.of(URI.create(matcher.group(1)).toString().substring(base.length()))
                : Optional.empty();
    }
}
