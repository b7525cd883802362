package dev.ringmaster.delivery.github;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What somebody has said about a pull request: a review's own words, a comment on a line, or one in the conversation.
 *
 * @param authorAssociation what its author is to the repository
 * @param state of a review, such as APPROVED; null for a comment
 */
public record Comment(long id, @Nullable User user, @Nullable String body, @Nullable String path, @Nullable Integer line,
        @Nullable String authorAssociation, @Nullable String state, @Nullable Instant createdAt,
        @Nullable Instant submittedAt) {

    private static final Set<String> COLLABORATORS = Set.of("OWNER", "MEMBER", "COLLABORATOR");

    /** @param type {@code User}, {@code Bot} or {@code Organization} */
    public record User(String login, @Nullable String type) {
    }

    /** Whether its author may write to the repository; anybody may comment on a public one. */
    public boolean fromCollaborator() {
        return authorAssociation != null && COLLABORATORS.contains(authorAssociation);
    }

    public String author() {
        return user == null ? "ghost" : user.login();
    }

    public boolean fromBot() {
        return user != null && "Bot".equals(user.type());
    }
}
