package dev.ringmaster.delivery;

import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.delivery.StandIn.Reply;
import dev.ringmaster.delivery.StandIn.Request;

/**
 * The builds of {@link GitHubStandIn}. Their result is in the files of the commit: a file {@code broken} fails it, a file
 * {@code flaky} fails its first attempt.
 */
final class GitHubBuilds {

    private final GitRemote git;
    private final AtomicInteger ids;
    private final Supplier<URI> url;
    private final Map<String, Build> builds = new HashMap<>();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Set<String> dispatched = ConcurrentHashMap.newKeySet();

    private static final class Build {
        long id;
        int attempt = 1;
        int looks;
    }

    GitHubBuilds(GitRemote git, AtomicInteger ids, Supplier<URI> url) {
        this.git = git;
        this.ids = ids;
        this.url = url;
    }

    /** Nothing is built there but what is asked for by name. */
    void startOnlyWhenAsked(String repository) {
        asked.add(repository);
    }

    Reply answer(Request request, String repository, String rest) throws Exception {
        var parts = rest.split("/");
        if (rest.startsWith("commits/") && parts[2].equals("check-runs")) {
            var checks = idle(repository, parts[1]) ? List.of() : List.of(check(repository, parts[1], build(parts[1])));
            return Reply.of(200, Map.of("total_count", checks.size(), "check_runs", checks));
        }
        if (rest.startsWith("commits/")) {
            return Reply.of(200, Map.of("sha", parts[1], "state", "pending", "statuses", List.of()));
        }
        if (rest.equals("actions/runs")) {
            var sha = request.query().replaceFirst(".*head_sha=([0-9a-f]+).*", "$1");
            var runs = idle(repository, sha) ? List.of() : List.of(run(repository, sha, build(sha)));
            return Reply.of(200, Map.of("total_count", runs.size(), "workflow_runs", runs));
        }
        if (rest.matches("actions/workflows/[^/]+/dispatches")) {
            dispatched.add(git.tip(repository, ApiDescription.read(request.body()).path("ref").asText()));
            return Reply.empty(204);
        }
        if (rest.matches("actions/runs/\\d+/jobs")) {
            return Reply.of(200, Map.of("total_count", 1, "jobs", List.of(Map.of("id", Long.valueOf(parts[2]), "name", "build",
                    "status", "completed", "conclusion", "failure", "steps",
                    List.of(Map.of("name", "compile", "status", "completed", "conclusion", "failure", "number", 1))))));
        }
        if (rest.matches("actions/jobs/\\d+/logs")) {
            return new Reply(302, null, Map.of("Location", url.get() + "/logs/" + parts[2]));
        }
        if (rest.matches("actions/runs/\\d+/rerun-failed-jobs")) {
            builds.values().stream().filter(build -> build.id == Long.parseLong(parts[2])).forEach(build -> {
                build.attempt++;
                build.looks = 0;
            });
            return Reply.of(201, Map.of());
        }
        throw new AssertionError("not played: " + request);
    }

    private boolean idle(String repository, String sha) {
        return asked.contains(repository) && !dispatched.contains(sha);
    }

    private Build build(String sha) {
        var build = builds.computeIfAbsent(sha, key -> new Build());
        build.id = build.id == 0 ? ids.incrementAndGet() : build.id;
        build.looks++;
        return build;
    }

    private @Nullable String conclusion(String repository, String sha, Build build) throws Exception {
        if (build.looks < 4) {
            return null;
        }
        boolean fails = git.has(repository, sha, "broken") || build.attempt == 1 && git.has(repository, sha, "flaky");
        return fails ? "failure" : "success";
    }

    private Map<String, Object> check(String repository, String sha, Build build) throws Exception {
        var check = new HashMap<String, Object>(Map.of("id", build.id, "name", "build", "head_sha", sha));
        var conclusion = conclusion(repository, sha, build);
        check.put("status", conclusion == null ? "in_progress" : "completed");
        check.put("conclusion", conclusion);
        return check;
    }

    private Map<String, Object> run(String repository, String sha, Build build) throws Exception {
        var run = check(repository, sha, build);
        run.putAll(Map.of("event", "push", "path", ".github/workflows/build.yml", "run_attempt", build.attempt,
                "created_at", Instant.now().toString()));
        return run;
    }
}
