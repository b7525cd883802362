package dev.ringmaster.security;

import io.vertx.core.http.HttpMethod;

/** The only list of what a caller without the token may reach. Everything that is not here is closed. */
final class OpenPaths {

    private OpenPaths() {
    }

    /** Health, which Kubernetes probes by the pod's address: neither the token nor the Host is asked for. */
    static boolean isHealth(String path) {
        return path.equals("/q/health") || path.startsWith("/q/health/");
    }

    /** Checks a signature over its body by itself, and needs no token. */
    private static boolean isSigned(HttpMethod method, String path) {
        return method.equals(HttpMethod.POST) && path.equals("/api/webhooks/github");
    }

    /** @param path normalized, so that no dots lead out of an open path into a closed one */
    static boolean isOpen(HttpMethod method, String path) {
        return isSigned(method, path) || isHealth(path) && (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD));
    }
}
