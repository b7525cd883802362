package dev.ringmaster.delivery.notify;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Where people are told that a card needs them, is completed, or has failed. */
@ConfigMapping(prefix = "ringmaster.notifications")
public interface NotificationConfig {

    /** An address that gets each notification as JSON by POST. */
    Optional<String> webhookUrl();

    /** Signs what the webhook gets, in the header X-Ringmaster-Signature-256, as GitHub signs its webhooks. */
    Optional<String> webhookSecret();

    /** An incoming webhook of Slack, or of what understands the same, such as Mattermost. */
    Optional<String> slackUrl();

    /** This server's address for people, such as https://ringmaster.example.org: makes links to cards. */
    Optional<String> link();
}
