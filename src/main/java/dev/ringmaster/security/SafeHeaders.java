package dev.ringmaster.security;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** The headers that every answer carries, so that a page cannot be framed, sniffed, injected into or leak its address. */
final class SafeHeaders {

    /** Inline styles are allowed because the UI's components set them; scripts never are. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
            + "form-action 'self'; frame-ancestors 'none'";

    /** In development the UI comes from its own build server, which writes inline scripts. */
    private static final String DEVELOPMENT_POLICY = CONTENT_SECURITY_POLICY.replace("script-src 'self'",
            "script-src 'self' 'unsafe-inline'");

    /** Files whose names change with their content. */
    private static final String ASSETS = "/assets/";

    private SafeHeaders() {
    }

    static void addTo(HttpServerResponse response, String path, boolean developing) {
        response.putHeader("Referrer-Policy", "no-referrer").putHeader("X-Content-Type-Options", "nosniff");
        if (!(developing && path.startsWith("/q/"))) {
            // Quarkus' own development pages are full of inline scripts; they do not exist in production.
            response.putHeader("Content-Security-Policy", developing ? DEVELOPMENT_POLICY : CONTENT_SECURITY_POLICY);
        }
        response.putHeader(HttpHeaders.CACHE_CONTROL, caching(path));
    }

    /** A page is asked for anew each time, so that an updated server is seen at once; what it loads is kept. */
    private static String caching(String path) {
        if (!isPage(path)) {
            return "no-store";
        }
        return path.startsWith(ASSETS) ? "private, max-age=31536000, immutable" : "no-cache";
    }

    /** Whether a path belongs to the web UI, and not to an interface for programs. */
    static boolean isPage(String path) {
        return !(path.equals("/graphql") || path.startsWith("/graphql/") || path.startsWith("/api/") || path.startsWith("/q/"));
    }
}
