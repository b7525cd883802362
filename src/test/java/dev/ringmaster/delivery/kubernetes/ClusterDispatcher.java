package dev.ringmaster.delivery.kubernetes;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.http.MockResponse;

/** fabric8's API server, which keeps what is written to it, and with logs: each says which pod's it is. */
public final class ClusterDispatcher extends KubernetesCrudDispatcher {

    private final List<String> logs = new CopyOnWriteArrayList<>();

    /** The logs that were asked for: paths with their queries. */
    public List<String> logs() {
        return logs;
    }

    @Override
    public MockResponse handleGet(String path) {
        if (!path.matches(".*/pods/[^/]+/log(\\?.*)?")) {
            return super.handleGet(path);
        }
        logs.add(path);
        var pod = path.replaceFirst(".*/pods/([^/]+)/log.*", "$1");
        return new MockResponse().setResponseCode(200).setBody("log of " + pod + ": the-cause-in-the-log\n");
    }
}
