package dev.ringmaster.delivery;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Docker Hub: the image of a commit is there when it is asked for the third time. */
final class DockerHubStandIn extends StandIn {

    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

    @Override
    Reply answer(Request request) {
        var parts = request.path().split("/");
        if (parts.length < 8) {
            return Reply.of(200,
                    Map.of("results", List.of(Map.of("name", "v1.9.0"), Map.of("name", "1.10.0", "digest", "sha256:ab"),
                            Map.of("name", "latest"), Map.of("name", "2.0.0-rc.1"))));
        }
        return asked.merge(request.path(), 1, Integer::sum) < 3 ? Reply.of(404, Map.of("message", "tag not found"))
                : Reply.of(200, Map.of("name", parts[7], "digest", "sha256:0123", "last_updated", "2026-01-01T00:00:00Z"));
    }
}
