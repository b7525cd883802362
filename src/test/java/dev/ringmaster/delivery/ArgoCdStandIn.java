package dev.ringmaster.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Argo CD, with a memory: an application per repository, which deploys the head of its branch main to the cluster. A file
 * {@code sick} there makes it Degraded. A request or an answer that Argo CD's own description does not know is a fault.
 */
final class ArgoCdStandIn extends StandIn {

    static final String TOKEN = "argocd-token-of-the-stand-in-0123456789";

    private final ApiDescription description = ApiDescription.of("argocd");
    private final GitRemote git;
    private final ClusterStandIn cluster;
    private volatile Consumer<String> onSync = application -> {
    };
    private final Map<String, App> apps = new ConcurrentHashMap<>();

    private static final class App {
        String revision = "";
        List<Object> infos = List.of();
        String phase = "";
        int looks;
        final List<Map<String, Object>> history = new ArrayList<>();
        boolean rolledBack;
        boolean leftover;
        boolean prune;
        boolean held;
    }

    ArgoCdStandIn(GitRemote git, ClusterStandIn cluster) {
        this.git = git;
        this.cluster = cluster;
    }

    /** Runs before a sync begins, with the application's name. */
    void onSync(Consumer<String> action) {
        onSync = action;
    }

    /** An application of a repository, deployed once already. */
    void create(String name) throws Exception {
        var app = new App();
        app.revision = git.tip("acme/" + name, "main");
        app.history.add(Map.of("id", 1, "revision", app.revision, "deployedAt", "2026-01-01T00:00:00Z"));
        apps.put(name, app);
        deploy(name, app);
    }

    /** Something runs that is not in git any more: it is out of sync until it is pruned. */
    void leaveBehind(String name) {
        app(name).leftover = true;
    }

    /** Whether what is deployed takes its time to become healthy. */
    void hold(String name, boolean yes) {
        app(name).held = yes;
    }

    private App app(String name) {
        return java.util.Objects.requireNonNull(apps.get(name));
    }

    private void deploy(String name, App app) throws Exception {
        cluster.deployed(name, "acme/" + name + ":" + app.revision, git.has("acme/" + name, app.revision, "sick"));
    }

    boolean rolledBack(String name) {
        return app(name).rolledBack;
    }

    @Override
    synchronized Reply answer(Request request) throws Exception {
        if (!request.header("Authorization").equals("Bearer " + TOKEN)) {
            return Reply.of(401, Map.of("error", "invalid session", "message", "invalid session", "code", 16));
        }
        faults.addAll(description.faults(request.method(), request.path(), request.query(), request.body()));
        if (request.path().equals("/api/v1/applications")) {
            return Reply.of(200, Map.of("items", List.of()));
        }
        var parts = request.path().split("/");
        var app = apps.get(parts[4]);
        if (app == null) {
            return Reply.of(404, Map.of("message", "applications.argoproj.io \"" + parts[4] + "\" not found"));
        }
        if (request.path().endsWith("/sync")) {
            onSync.accept(parts[4]);
            app.infos = ApiDescription.JSON.convertValue(ApiDescription.read(request.body()).path("infos"), List.class);
            app.prune = ApiDescription.read(request.body()).path("prune").asBoolean();
            app.phase = "Running";
            app.looks = 0;
        } else if (request.path().endsWith("/rollback")) {
            app.rolledBack = true;
            app.revision = String.valueOf(app.history.getFirst().get("revision"));
            app.infos = List.of();
            app.phase = "Succeeded";
            deploy(parts[4], app);
        }
        var reply = Reply.of(200, json(parts[4], app));
        var body = java.util.Objects.requireNonNull(reply.body());
        faults.addAll(description.answerFaults(description.find(request.method(), request.path()).orElseThrow(), 200, body));
        return reply;
    }

    private Map<String, Object> json(String name, App app) throws Exception {
        if (app.phase.equals("Running") && ++app.looks > 2) {
            app.phase = "Succeeded";
            app.leftover = app.leftover && !app.prune;
            app.revision = git.tip("acme/" + name, "main");
            app.history.add(Map.of("id", app.history.size() + 1, "revision", app.revision, "deployedAt",
                    "2026-01-01T00:00:00Z"));
            deploy(name, app);
        }
        var inGit = git.tip("acme/" + name, "main");
        var current = app.revision.equals(inGit) && !app.leftover;
        var sick = git.has("acme/" + name, app.revision, "sick");
        var status = new HashMap<String, Object>();
        status.put("sync", Map.of("status", current ? "Synced" : "OutOfSync", "revision", inGit));
        status.put("health", Map.of("status", sick ? "Degraded" : app.held ? "Progressing" : "Healthy"));
        status.put("summary", Map.of("images", List.of("acme/" + name + ":" + app.revision)));
        status.put("history", app.history);
        status.put("conditions", List.of());
        var resources = new ArrayList<Map<String, Object>>();
        resources.add(Map.of("kind", "Deployment", "name", name, "health",
                sick ? Map.of("status", "Degraded", "message", "the-cause-of-it: file sick must not be there")
                        : Map.of("status", "Healthy")));
        if (app.leftover) {
            resources.add(Map.of("kind", "ConfigMap", "name", "old", "status", "OutOfSync", "requiresPruning", true));
        }
        status.put("resources", resources);
        if (!app.phase.isEmpty()) {
            status.put("operationState", Map.of("phase", app.phase, "startedAt", "2026-01-01T00:00:00Z", "operation",
                    Map.of("info", app.infos), "syncResult", Map.of("revision", app.revision)));
        }
        return Map.of("metadata", Map.of("name", name), "status", status);
    }
}
