package dev.ringmaster.delivery.github;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.delivery.failure.LogTail;
import dev.ringmaster.delivery.integration.HttpAnswer;
import dev.ringmaster.delivery.integration.HttpApi;
import dev.ringmaster.delivery.integration.Integration;
import dev.ringmaster.delivery.integration.IntegrationException;
import dev.ringmaster.delivery.integration.Kind;
import dev.ringmaster.delivery.integration.Wiring;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;

/**
 * GitHub's REST API, version 2022-11-28, as far as a card needs it. Every request is checked against GitHub's own OpenAPI
 * description by the tests.
 */
public final class GitHub implements Integration {

    public static final Kind<GitHubConfig, GitHub> KIND = new Kind<>("github", GitHubConfig.class, GitHub.class, GitHub::of);

    private final HttpApi api;
    private final GitHubCalls calls;
    private final URI url;
    private final String token;
    private final Optional<Path> certificates;

    private GitHub(HttpApi api, URI url, String token, Optional<Path> certificates) {
        this.api = api;
        this.calls = new GitHubCalls(api, new RateGate(Clock.systemUTC()));
        this.url = url;
        this.token = token;
        this.certificates = certificates;
    }

    private static Optional<GitHub> of(GitHubConfig config, Wiring wiring) {
        return config.token().filter(token -> !token.isBlank()).map(token -> {
            var url = URI.create(config.url().replaceFirst("/+$", ""));
            var headers = Map.of("Authorization", "Bearer " + token, "Accept", "application/vnd.github+json",
                    "X-GitHub-Api-Version", "2022-11-28");
            return new GitHub(new HttpApi(wiring.vertx(), "GitHub", api(url), () -> headers, config.caCertificate()), url,
                    token, config.caCertificate());
        });
    }

    /** GitHub.com has a host of its own for its API, an Enterprise Server a path. */
    static URI api(URI url) {
        return "github.com".equalsIgnoreCase(url.getHost()) ? URI.create("https://api.github.com")
                : URI.create(url + "/api/v3");
    }

    /** Its address for people and for git. */
    public URI url() {
        return url;
    }

    /** What git has to give as a password; the user's name is {@code x-access-token}. */
    public String token() {
        return token;
    }

    /** A PEM file with the authorities that git is to trust instead of its own. */
    public Optional<Path> certificates() {
        return certificates;
    }

    @Override
    public Uni<String> probe() {
        return calls.send(HttpMethod.GET, "/rate_limit", null).map(answer -> {
            var core = answer.required().json().path("resources").path("core");
            return core.path("remaining").asText() + " of " + core.path("limit").asText() + " requests left this hour";
        });
    }

    /** The open pull request of a branch; GitHub allows one for each pair of branches. */
    public Uni<Optional<PullRequest>> openPullRequest(RepositoryName repository, String branch, String base) {
        return calls.pages(repository.path() + "/pulls?state=open&head=" + query(repository.owner() + ":" + branch) + "&base="
                + query(base) + "&per_page=100", PullRequest[].class, Arrays::asList)
                .map(found -> found.stream().filter(pull -> pull.head().ref().equals(branch)).findFirst());
    }

    public Uni<PullRequest> pullRequest(RepositoryName repository, int number) {
        return calls.get(repository.path() + "/pulls/" + number).map(answer -> answer.required().as(PullRequest.class));
    }

    public Uni<PullRequest> createPullRequest(RepositoryName repository, String title, String body, String branch,
            String base) {
        return calls.send(HttpMethod.POST, repository.path() + "/pulls",
                new JsonObject().put("title", title).put("body", body).put("head", branch).put("base", base))
                .map(answer -> answer.required().as(PullRequest.class));
    }

    public Uni<PullRequest> updatePullRequest(RepositoryName repository, int number, String title, String body) {
        return calls.send(HttpMethod.PATCH, repository.path() + "/pulls/" + number,
                new JsonObject().put("title", title).put("body", body))
                .map(answer -> answer.required().as(PullRequest.class));
    }

    /**
     * Merges it if its head still is this commit.
     *
     * @param method merge, squash or rebase
     * @return the commit on the base branch; fails as REFUSED with status 405 or 409 where it cannot be merged
     */
    public Uni<String> merge(RepositoryName repository, int number, String method, String title, String head) {
        return calls.send(HttpMethod.PUT, repository.path() + "/pulls/" + number + "/merge",
                new JsonObject().put("merge_method", method).put("commit_title", title).put("sha", head))
                .map(answer -> answer.required().json().path("sha").asText());
    }

    public Uni<List<Comment>> reviews(RepositoryName repository, int number) {
        return comments(repository.path() + "/pulls/" + number + "/reviews");
    }

    /** Comments on lines of the change. */
    public Uni<List<Comment>> reviewComments(RepositoryName repository, int number) {
        return comments(repository.path() + "/pulls/" + number + "/comments");
    }

    /** Comments in the conversation. */
    public Uni<List<Comment>> conversation(RepositoryName repository, int number) {
        return comments(repository.path() + "/issues/" + number + "/comments");
    }

    private Uni<List<Comment>> comments(String path) {
        return calls.pages(path + "?per_page=100", Comment[].class, Arrays::asList);
    }

    private record CheckRuns(List<CheckRun> checkRuns) {
    }

    /** The newest run of each check of exactly this commit. */
    public Uni<List<CheckRun>> checkRuns(RepositoryName repository, String sha) {
        return calls.pages(repository.path() + "/commits/" + sha + "/check-runs?filter=latest&per_page=100", CheckRuns.class,
                CheckRuns::checkRuns)
                .map(runs -> runs.stream().filter(run -> run.headSha().equals(sha)).toList());
    }

    public Uni<CommitStatus> status(RepositoryName repository, String sha) {
        return calls.get(repository.path() + "/commits/" + sha + "/status?per_page=100")
                .map(answer -> answer.required().as(CommitStatus.class));
    }

    private record WorkflowRuns(List<WorkflowRun> workflowRuns) {
    }

    /** The workflow runs of exactly this commit. */
    public Uni<List<WorkflowRun>> workflowRuns(RepositoryName repository, String sha) {
        return calls.pages(repository.path() + "/actions/runs?head_sha=" + sha + "&per_page=100", WorkflowRuns.class,
                WorkflowRuns::workflowRuns)
                .map(runs -> runs.stream().filter(run -> run.headSha().equals(sha)).toList());
    }

    /** @param workflow its file's name, such as {@code build.yml} */
    public Uni<Void> dispatch(RepositoryName repository, String workflow, String branch) {
        return calls.send(HttpMethod.POST,
                repository.path() + "/actions/workflows/" + query(workflow) + "/dispatches",
                new JsonObject().put("ref", branch)).invoke(HttpAnswer::required).replaceWithVoid();
    }

    private record Jobs(List<Job> jobs) {
    }

    /** The jobs of a run's last attempt. */
    public Uni<List<Job>> jobs(RepositoryName repository, long run) {
        return calls.pages(repository.path() + "/actions/runs/" + run + "/jobs?filter=latest&per_page=100", Jobs.class,
                Jobs::jobs);
    }

    /** Runs the jobs that failed, and what depends on them, once more. */
    public Uni<Void> rerunFailed(RepositoryName repository, long run) {
        return calls.send(HttpMethod.POST, repository.path() + "/actions/runs/" + run + "/rerun-failed-jobs", null)
                .invoke(HttpAnswer::required).replaceWithVoid();
    }

    /** Reads a job's log from where GitHub says it lies, keeping what is worth keeping. */
    public Uni<LogTail> log(RepositoryName repository, long job, LogTail into) {
        return calls.send(HttpMethod.GET, repository.path() + "/actions/jobs/" + job + "/logs", null).flatMap(answer -> {
            var location = answer.header("location");
            if (answer.status() != 302 || location == null) {
                throw answer.ok() ? IntegrationException.unavailable("GitHub gave no place where the log of job " + job
                        + " lies.") : answer.failure(null);
            }
            return api.download(location, into, LogTail::add);
        });
    }

    private static String query(@Nullable String text) {
        return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        api.close();
    }
}
