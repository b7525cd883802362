package dev.ringmaster.delivery.card;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How patiently builds and deploys are watched. */
@ConfigMapping(prefix = "ringmaster.delivery")
public interface DeliveryConfig {

    /** How often a build or deploy under way is looked at; a webhook spares the wait. */
    @WithDefault("10s")
    Duration pollEvery();

    /** How long to wait before an integration that is out of order is asked again. */
    @WithDefault("30s")
    Duration retryAfter();

    /** How long an integration may be out of order or out of reach before a person is asked to look. */
    @WithDefault("10m")
    Duration askAfter();

    /** How long to wait before a refused credential is tried again. */
    @WithDefault("2m")
    Duration retryLoginAfter();

    /** How long a build may take to begin. */
    @WithDefault("10m")
    Duration buildStart();

    /** How long a build may take. */
    @WithDefault("2h")
    Duration buildTimeout();

    /** How long a build has to stay green, in case more checks begin. */
    @WithDefault("10s")
    Duration buildSettles();

    /** Whether the failed jobs of a build are run once more before the failure counts; what passes then is called flaky. */
    @WithDefault("true")
    boolean rerunFailedBuilds();

    /** How long the image of a commit may take to appear. */
    @WithDefault("30m")
    Duration imageTimeout();

    /** How long a deploy may take to be synced, and again to be healthy. */
    @WithDefault("15m")
    Duration deployTimeout();

    /** How long a deploy has to be healthy without a break. */
    @WithDefault("30s")
    Duration healthyFor();

    /** How long it may be unhealthy before it counts as failed. */
    @WithDefault("20s")
    Duration unhealthyFor();

    /** How much of logs and events a failure keeps, in tokens of about four characters. */
    @WithDefault("4000")
    int contextTokens();
}
