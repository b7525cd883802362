package dev.ringmaster.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import com.sun.net.httpserver.HttpExchange;

import dev.ringmaster.testing.GitRepository;

/**
 * GitHub, with a memory: real git repositories, pull requests that really merge, and builds. A request that GitHub's own
 * description
 * does not know is a fault.
 */
final class GitHubStandIn extends StandIn {

    static final String TOKEN = "ghs-token-of-the-stand-in-0123456789";
    private static final String API = "/api/v3";

    private final ApiDescription description = ApiDescription.of("github");
    private final GitRemote git;
    private final Path scratch;
    private final Map<String, Pull> pulls = new TreeMap<>();
    private final Map<String, List<Map<String, Object>>> comments = new HashMap<>();
    private final AtomicInteger ids = new AtomicInteger(100);
    private final GitHubBuilds builds;
    private volatile boolean revoked;
    private volatile boolean broken;
    private volatile int limited;
    private volatile Limit limit = Limit.RETRY_AFTER;
    private volatile Consumer<String> onMerge = repository -> {
    };
    private volatile @Nullable Runnable onCreated;

    private static final class Pull {
        int number;
        String repository = "";
        String title = "";
        String body = "";
        String head = "";
        String base = "";
        String state = "open";
        @Nullable
        String merged;
        /** As it was when it was merged. */
        String mergedHead = "";
    }

    GitHubStandIn(Path root) throws IOException {
        git = new GitRemote(Files.createDirectories(root.resolve("remotes")), TOKEN);
        builds = new GitHubBuilds(git, ids, this::url);
        scratch = Files.createDirectories(root.resolve("scratch"));
    }

    GitRemote git() {
        return git;
    }

    void revoke(boolean yes) {
        revoked = yes;
        git.revoke(yes);
    }

    /** It answers, but does nothing: an outage. */
    void breakDown(boolean yes) {
        broken = yes;
    }

    /** The ways in which GitHub says that it is asked too often. */
    enum Limit {
        RETRY_AFTER,
        /** All requests of the hour are used up. */
        PRIMARY,
        /** Too many at once. */
        SECONDARY;

        private Reply reply() {
            return switch (this) {
                case RETRY_AFTER -> new Reply(429, null, Map.of("Retry-After", "2"));
                case PRIMARY -> new Reply(403, ApiDescription.JSON.valueToTree(Map.of("message", "API rate limit exceeded")),
                        Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset",
                                Long.toString(Instant.now().plusSeconds(2).getEpochSecond())));
                case SECONDARY -> new Reply(403, ApiDescription.JSON.valueToTree(Map.of("message",
                        "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.")),
                        Map.of("Retry-After", "1"));
            };
        }
    }

    /** The next requests are refused for being too many. */
    void limit(Limit kind, int times) {
        limit = kind;
        limited = times;
    }

    int limitsLeft() {
        return limited;
    }

    /** Runs before a pull request is merged, with the repository's name. */
    void onMerge(Consumer<String> action) {
        onMerge = action;
    }

    GitHubBuilds builds() {
        return builds;
    }

    /** Runs when a pull request is there, before the one who asked is told. */
    void onCreated(Runnable action) {
        onCreated = action;
    }

    synchronized void comment(String repository, int number, Map<String, Object> comment) {
        comments.computeIfAbsent(repository + "#" + number, key -> new ArrayList<>()).add(comment);
    }

    /** As a person does who does not want it. */
    synchronized void close(String repository, int number) {
        pull(repository, Integer.toString(number)).state = "closed";
    }

    synchronized List<String> bodies(String repository) {
        return pulls.values().stream().filter(pull -> pull.repository.equals(repository)).map(pull -> pull.body).toList();
    }

    @Override
    void serve(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().contains(".git/")) {
            git.serve(exchange);
        } else {
            super.serve(exchange);
        }
    }

    @Override
    synchronized Reply answer(Request request) throws Exception {
        if (request.path().startsWith("/logs/")) {
            return Reply.of(200, "2026-01-01T00:00:00.0000000Z compiling\n2026-01-01T00:00:01.0000000Z error: "
                    + "the-cause-of-it: file broken must not be there\n");
        }
        if (revoked || !request.header("Authorization").equals("Bearer " + TOKEN)) {
            return Reply.of(401, Map.of("message", "Bad credentials"));
        }
        if (broken) {
            return Reply.of(503, Map.of("message", "Unavailable"));
        }
        if (limited > 0) {
            limited--;
            return limit.reply();
        }
        var path = request.path().substring(API.length());
        faults.addAll(description.faults(request.method(), path, request.query(), request.body()));
        if (path.equals("/rate_limit")) {
            return Reply.of(200, Map.of("resources", Map.of("core", Map.of("limit", 5000, "remaining", 4000))));
        }
        var parts = path.split("/");
        var repository = parts[2] + "/" + parts[3];
        var rest = String.join("/", List.of(parts).subList(4, parts.length));
        return repository(request, repository, rest);
    }

    private Reply repository(Request request, String repository, String rest) throws Exception {
        if (rest.equals("pulls")) {
            return request.method().equals("POST") ? create(repository, request) : list(repository, request);
        }
        if (rest.matches("pulls/\\d+")) {
            var pull = pull(repository, rest.substring(6));
            if (request.method().equals("PATCH")) {
                pull.title = ApiDescription.read(request.body()).path("title").asText();
                pull.body = ApiDescription.read(request.body()).path("body").asText();
            }
            return Reply.of(200, json(pull));
        }
        if (rest.matches("pulls/\\d+/merge")) {
            onMerge.accept(repository);
            return merge(pull(repository, rest.split("/")[1]), ApiDescription.read(request.body()).path("sha").asText());
        }
        if (rest.matches("pulls/\\d+/comments")) {
            return Reply.of(200, comments.getOrDefault(repository + "#" + rest.split("/")[1], List.of()));
        }
        if (rest.matches("pulls/\\d+/reviews|issues/\\d+/comments")) {
            return Reply.of(200, List.of());
        }
        return builds.answer(request, repository, rest);
    }

    private Reply list(String repository, Request request) throws Exception {
        var head = java.net.URLDecoder.decode(request.query().replaceFirst(".*head=([^&]+).*", "$1"),
                java.nio.charset.StandardCharsets.UTF_8).replaceFirst("^[^:]+:", "");
        var found = new ArrayList<Map<String, Object>>();
        for (var pull : pulls.values()) {
            if (pull.repository.equals(repository) && pull.head.equals(head) && pull.state.equals("open")) {
                found.add(json(pull));
            }
        }
        return Reply.of(200, found);
    }

    private Reply create(String repository, Request request) throws Exception {
        var body = ApiDescription.read(request.body());
        var pull = new Pull();
        pull.number = ids.incrementAndGet();
        pull.repository = repository;
        pull.title = body.path("title").asText();
        pull.body = body.path("body").asText();
        pull.head = body.path("head").asText();
        pull.base = body.path("base").asText();
        git.tip(repository, pull.head);
        if (pulls.values().stream().anyMatch(other -> other.repository.equals(repository) && other.head.equals(pull.head)
                && other.state.equals("open"))) {
            return Reply.of(422, Map.of("message", "A pull request already exists"));
        }
        pulls.put(repository + "#" + pull.number, pull);
        var action = onCreated;
        if (action != null) {
            onCreated = null;
            action.run();
        }
        return Reply.of(201, json(pull));
    }

    private Pull pull(String repository, String number) {
        return java.util.Objects.requireNonNull(pulls.get(repository + "#" + number));
    }

    private Map<String, Object> json(Pull pull) throws Exception {
        var json = new HashMap<String, Object>(Map.of("number", pull.number, "html_url",
                url() + "/" + pull.repository + "/pull/" + pull.number, "state", pull.state, "title", pull.title, "body",
                pull.body, "merged", pull.merged != null,
                "head", Map.of("ref", pull.head, "sha",
                        pull.merged != null ? pull.mergedHead : git.tip(pull.repository, pull.head)),
                "base", Map.of("ref", pull.base, "sha", git.tip(pull.repository, pull.base))));
        json.put("merge_commit_sha", pull.merged);
        json.put("mergeable", pull.merged != null || merged(pull, false) != null);
        return json;
    }

    private Reply merge(Pull pull, String sha) throws Exception {
        if (!git.tip(pull.repository, pull.head).equals(sha)) {
            return Reply.of(409, Map.of("message", "Head branch was modified. Review and try the merge again."));
        }
        var commit = merged(pull, true);
        if (commit == null) {
            return Reply.of(405, Map.of("message", "Pull Request is not mergeable"));
        }
        pull.merged = commit;
        pull.mergedHead = sha;
        pull.state = "closed";
        return Reply.of(200, Map.of("sha", commit, "merged", true, "message", "Pull Request successfully merged"));
    }

    /** Merges in a clone. @return the merge commit, or null for a conflict */
    private @Nullable String merged(Pull pull, boolean push) throws Exception {
        var clone = Files.createTempDirectory(scratch, "merge-");
        GitRepository.git(clone, "clone", "--quiet", "--branch", pull.base, git.bare(pull.repository).toString(), ".");
        try {
            GitRepository.git(clone, "merge", "--quiet", "--no-ff", "-m", pull.title, "origin/" + pull.head);
        } catch (IllegalStateException conflict) {
            return null;
        }
        if (push) {
            GitRepository.git(clone, "push", "--quiet", "origin", "HEAD:refs/heads/" + pull.base);
        }
        return GitRepository.git(clone, "rev-parse", "HEAD");
    }
}
