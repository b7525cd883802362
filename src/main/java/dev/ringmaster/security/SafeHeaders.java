package dev.ringmaster.security;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** The headers that every answer carries, so that a page cannot be framed, sniffed, injected into or leak its address. */
final class SafeHeaders {

    /** Inline styles are allowed because the UI's components set them; scripts never are. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
            + "form-action 'self'; frame-ancestors 'none'";

    private SafeHeaders() {
    }

    static void addTo(HttpServerResponse response, String path, boolean developing) {
        response.putHeader("Referrer-Policy", "no-referrer").putHeader("X-Content-Type-Options", "nosniff");
        if (!(developing && path.startsWith("/q/"))) {
            // Quarkus' own development pages are full of inline scripts; they do not exist in production.
            response.putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        }
        if (!isPage(path)) {
            response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }

    /** Whether a path belongs to the web UI, and not to an interface for programs. */
    static boolean isPage(String path) {
        return !(path.equals("/graphql") || path.startsWith("/graphql/") || path.startsWith("/api/") || path.startsWith("/q/"));
    }
}
