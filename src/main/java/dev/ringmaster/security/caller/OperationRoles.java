package dev.ringmaster.security.caller;

import static dev.ringmaster.security.caller.Role.ADMIN;
import static dev.ringmaster.security.caller.Role.OPERATOR;
import static dev.ringmaster.security.caller.Role.VIEWER;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The only list of who may run which operation: the fields at the root of the GraphQL schema. What is not here is for admins
 * alone, and a test fails until it is. An operation that makes the server run a command, or choose where it works, is an
 * admin's: commands run with the server's rights, outside of any sandbox that agents may have.
 */
public final class OperationRoles {

    private static final Map<Role, List<String>> OPERATIONS = Map.of(
            VIEWER, List.of("me", "projects", "project", "cards", "card", "cardChanges", "waitingCards", "activities", "run",
                    "runEvents", "workflow", "doctor", "platforms", "sandbox", "subscriptions", "integrations", "delivery",
                    "promptDefaults", "promptSettings", "budgets", "metricsSummary", "metricsByCard", "metricsBySubscription",
                    "metricsByPlatform", "metricsByModel", "metricsByProject", "metricsOfCards", "timeInStates", "costSeries",
                    "costSeriesBy", "__schema", "__type", "__typename"),
            OPERATOR, List.of("createCard", "updateCard", "addReviewComment", "fire", "startLoop", "pauseLoop", "resumeLoop",
                    "stopLoop", "sendHint", "createDemoProject", "updateProject", "testIntegration",
                    "testConfigRepository"),
            ADMIN, List.of("createProject", "trustProject", "updateDelivery", "updatePromptSettings", "setBudget",
                    "removeBudget", "secrets", "setSecret", "removeSecret", "people", "apiTokens", "createApiToken",
                    "revokeApiToken", "auditLog", "auditActors"));

    private static final Map<String, Role> ROLES = OPERATIONS.entrySet().stream()
            .flatMap(entry -> entry.getValue().stream().map(name -> Map.entry(name, entry.getKey())))
            .collect(toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private OperationRoles() {
    }

    /** The least role that may run it. */
    public static Role of(String operation) {
        return ROLES.getOrDefault(operation, ADMIN);
    }

    /** Whether somebody has decided who may run it. */
    public static boolean isListed(String operation) {
        return ROLES.containsKey(operation);
    }

    /** Every operation that a role may run, by name. */
    public static Stream<String> openTo(Role role) {
        return ROLES.entrySet().stream().filter(entry -> role.covers(entry.getValue())).map(Map.Entry::getKey).sorted();
    }
}
