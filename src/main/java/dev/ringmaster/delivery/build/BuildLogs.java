package dev.ringmaster.delivery.build;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.delivery.card.DeliveryConfig;
import dev.ringmaster.delivery.failure.LogTail;
import dev.ringmaster.delivery.github.GitHub;
import dev.ringmaster.delivery.github.Job;
import dev.ringmaster.delivery.github.RepositoryName;
import dev.ringmaster.delivery.github.WorkflowRun;
import dev.ringmaster.delivery.integration.IntegrationException;
import dev.ringmaster.security.Redactor;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** Collects why a build failed: the logs of its failed jobs, and what its checks say of themselves. Redacted and cut. */
@ApplicationScoped
class BuildLogs {

    private static final int MOST_JOBS = 3;
    private static final int LONGEST_WORDS = 2_000;

    private final Redactor redactor;
    private final DeliveryConfig config;

    BuildLogs(Redactor redactor, DeliveryConfig config) {
        this.redactor = redactor;
        this.config = config;
    }

    Uni<String> of(GitHub github, RepositoryName repository, BuildEvidence evidence) {
        return failedJobs(github, repository, evidence.failedRuns())
                .onItem().transformToMulti(Multi.createFrom()::iterable)
                .onItem().transformToUniAndConcatenate(job -> log(github, repository, job)).collect().asList()
                .map(logs -> {
                    var all = new ArrayList<>(logs);
                    all.add(words(evidence));
                    return redactor.redact(String.join("\n\n", all).strip());
                });
    }

    private static Uni<List<Job>> failedJobs(GitHub github, RepositoryName repository, List<WorkflowRun> runs) {
        return Multi.createFrom().iterable(runs)
                .onItem().transformToUniAndConcatenate(run -> github.jobs(repository, run.id())).collect().asList()
                .map(all -> all.stream().flatMap(List::stream).filter(Job::failed).limit(MOST_JOBS).toList());
    }

    /** A log that cannot be read is no reason not to say the rest. */
    private Uni<String> log(GitHub github, RepositoryName repository, Job job) {
        var heading = "Job \"" + job.name() + "\" failed"
                + (job.failedSteps().isEmpty() ? "" : " in " + String.join(", ", job.failedSteps()));
        return github.log(repository, job.id(), new LogTail())
                .map(log -> heading + ":\n" + log.excerpt(config.contextTokens() / MOST_JOBS))
                .onFailure(IntegrationException.class)
                .recoverWithItem(why -> heading + ". Its log cannot be read: " + why.getMessage());
    }

    private static String words(BuildEvidence evidence) {
        return evidence.failed().stream().filter(part -> part.says() != null && !part.says().isBlank())
                .map(part -> part.name() + " says: " + cut(String.valueOf(part.says()))).distinct()
                .collect(Collectors.joining("\n"));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_WORDS ? text : text.substring(0, LONGEST_WORDS) + "…";
    }
}
