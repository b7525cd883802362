package dev.ringmaster.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.vertx.core.json.JsonObject;

/**
 * An OpenID provider on loopback that keeps to the rules and makes its clients keep to them: the client's secret, the exact
 * redirect address, PKCE, codes and refresh tokens that work once. Whoever comes to its log-in page is logged in already, as
 * the user that the test has chosen.
 */
public final class OpenIdProvider implements AutoCloseable {

    public static final String CLIENT = "ringmaster";
    public static final String SECRET = "a client secret of more than 32 characters";

    private final HttpServer server;
    private final RsaJsonWebKey key;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final Map<String, String> refreshTokens = new ConcurrentHashMap<>();
    private final Map<String, List<String>> groups = new ConcurrentHashMap<>();
    private volatile String user = "nobody";
    private volatile int lifetime = 300;
    private volatile int logouts;

    public OpenIdProvider() {
        try {
            key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(UUID.randomUUID().toString());
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException | JoseException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/.well-known/openid-configuration", call -> json(call, 200, discovery()));
        server.createContext("/jwks", call -> json(call, 200,
                new JsonObject(new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY))));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.createContext("/logout", this::logout);
        server.start();
    }

    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Whoever comes to the log-in page from now on is this user. */
    public void user(String name, String... memberOf) {
        groups.put(name, List.of(memberOf));
        user = name;
    }

    /** The user is in these groups from now on: the next token says so. */
    public void move(String name, String... memberOf) {
        groups.put(name, List.of(memberOf));
    }

    /** How long tokens hold that are made from now on. */
    public void lifetime(int seconds) {
        lifetime = seconds;
    }

    /** How often somebody has logged out here. */
    public int logouts() {
        return logouts;
    }

    /** A bearer token for this server's API. */
    public String accessToken(String name) {
        return accessToken(name, CLIENT, Instant.now());
    }

    public String accessToken(String name, String audience, Instant issuedAt) {
        return sign(claims(name, audience, issuedAt, Map.of()));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private JsonObject discovery() {
        return new JsonObject().put("issuer", issuer()).put("jwks_uri", issuer() + "/jwks")
                .put("authorization_endpoint", issuer() + "/authorize").put("token_endpoint", issuer() + "/token")
                .put("end_session_endpoint", issuer() + "/logout");
    }

    private void authorize(HttpExchange call) throws IOException {
        var asked = form(call.getRequestURI().getRawQuery());
        if (!CLIENT.equals(asked.get("client_id")) || !"code".equals(asked.get("response_type"))
                || !asked.getOrDefault("redirect_uri", "").endsWith("/login")
                || !"S256".equals(asked.get("code_challenge_method"))
                || !asked.getOrDefault("scope", "").contains("openid") || !asked.containsKey("nonce")) {
            json(call, 400, new JsonObject().put("error", "invalid_request"));
            return;
        }
        var back = asked.get("redirect_uri") + "?state=" + URLEncoder.encode(asked.getOrDefault("state", ""), UTF_8);
        if (user.equals("nobody")) {
            redirect(call, back + "&error=access_denied");
            return;
        }
        var code = UUID.randomUUID().toString();
        asked.put("user", user);
        codes.put(code, asked);
        redirect(call, back + "&code=" + code);
    }

    private void token(HttpExchange call) throws IOException {
        var asked = form(new String(call.getRequestBody().readAllBytes(), UTF_8));
        var basic = "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(UTF_8));
        if (!basic.equals(call.getRequestHeaders().getFirst("Authorization"))) {
            json(call, 401, new JsonObject().put("error", "invalid_client"));
            return;
        }
        if ("refresh_token".equals(asked.get("grant_type"))) {
            var name = refreshTokens.remove(asked.get("refresh_token"));
            grant(call, name, Map.of());
            return;
        }
        var begun = codes.remove(asked.getOrDefault("code", ""));
        boolean fits = begun != null && Objects.equals(begun.get("redirect_uri"), asked.get("redirect_uri"))
                && challenge(asked.getOrDefault("code_verifier", "")).equals(begun.get("code_challenge"));
        grant(call, fits ? begun.get("user") : null, fits ? Map.of("nonce", begun.getOrDefault("nonce", "")) : Map.of());
    }

    private void grant(HttpExchange call, @Nullable String name, Map<String, String> more) throws IOException {
        if (name == null) {
            json(call, 400, new JsonObject().put("error", "invalid_grant"));
            return;
        }
        var refresh = UUID.randomUUID().toString();
        refreshTokens.put(refresh, name);
        json(call, 200, new JsonObject().put("token_type", "Bearer").put("expires_in", lifetime)
                .put("access_token", accessToken(name)).put("refresh_token", refresh)
                .put("id_token", sign(claims(name, CLIENT, Instant.now(), more))));
    }

    private void logout(HttpExchange call) throws IOException {
        var asked = form(call.getRequestURI().getRawQuery());
        if (asked.get("id_token_hint") == null) {
            json(call, 400, new JsonObject().put("error", "invalid_request"));
            return;
        }
        logouts++;
        user = "nobody";
        redirect(call, asked.getOrDefault("post_logout_redirect_uri", issuer()));
    }

    private JwtClaims claims(String name, String audience, Instant issuedAt, Map<String, String> more) {
        var claims = new JwtClaims();
        claims.setIssuer(issuer());
        claims.setSubject("subject-of-" + name);
        claims.setAudience(audience);
        claims.setIssuedAt(NumericDate.fromSeconds(issuedAt.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(issuedAt.getEpochSecond() + lifetime));
        claims.setStringClaim("preferred_username", name);
        claims.setStringListClaim("groups", groups.getOrDefault(name, List.of()));
        more.forEach(claims::setStringClaim);
        return claims;
    }

    private String sign(JwtClaims claims) {
        try {
            var signature = new JsonWebSignature();
            signature.setPayload(claims.toJson());
            signature.setKey(key.getPrivateKey());
            signature.setKeyIdHeaderValue(key.getKeyId());
            signature.setAlgorithmHeaderValue("RS256");
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder().withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> form(@Nullable String text) {
        return Arrays.stream((text == null ? "" : text).split("&")).filter(pair -> pair.contains("="))
                .collect(Collectors.toMap(pair -> pair.substring(0, pair.indexOf('=')),
                        pair -> URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), UTF_8), (one, other) -> one,
                        HashMap::new));
    }

    private static void redirect(HttpExchange call, String location) throws IOException {
        call.getResponseHeaders().add("Location", location);
        call.sendResponseHeaders(302, -1);
        call.close();
    }

    private static void json(HttpExchange call, int status, JsonObject body) {
        try (call) {
            var bytes = body.encode().getBytes(UTF_8);
            call.getResponseHeaders().add("Content-Type", "application/json");
            call.sendResponseHeaders(status, bytes.length);
            call.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
