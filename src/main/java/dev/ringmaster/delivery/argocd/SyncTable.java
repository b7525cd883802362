package dev.ringmaster.delivery.argocd;

/**
 * What an application's state means for a deploy: one table, so that no model and no mood decides it. The words are those of
 * Argo CD's documentation ("Resource Health", "Sync phases").
 */
public enum SyncTable {
    /** Nothing to do but to look again. */
    WAITING,
    /** What was asked for is in the cluster. */
    SYNCED,
    /** It will not come by itself. */
    FAILED;

    /** How far the sync is that was asked for with this marker. */
    public static SyncTable ofSync(Application application, String marker) {
        var operation = application.operation();
        if (!operation.askedBy().equals(marker) || application.operationPending() || operation.underWay()) {
            return WAITING;
        }
        if (operation.failed()) {
            return FAILED;
        }
        return operation.phase().equals("Succeeded") && application.sync().equals("Synced") ? SYNCED : WAITING;
    }

    /** Whether what was synced is well. */
    public static SyncTable ofHealth(Application application) {
        return switch (application.health()) {
            case "Healthy" -> application.sync().equals("Synced") ? SYNCED : WAITING;
            case "Degraded", "Missing" -> FAILED;
            // Progressing, Suspended, Unknown: it may yet come.
            default -> WAITING;
        };
    }
}
