package dev.ringmaster.chart;

import static dev.ringmaster.chart.Samples.VERIFICATION;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.ringmaster.chart.ChartValues.Value;

/** Each value of {@code values.yaml} does something: what is rendered is another thing when it is another value. */
class ChartValueTest {

    private static final String EXTERNAL = "database: {mode: external, url: 'postgresql://db/x'}\n";
    private static final String SHARED = EXTERNAL + "replicaCount: 2\nworkspace: {accessModes: [ReadWriteMany]}\n";
    private static final String SECRET = "database: {mode: external, existingSecret: db, url: 'postgresql://db/x'}\n";
    private static final String INGRESS = "ingress: {enabled: true, host: a.example.org}\n";
    private static final String LOGIN = "access: {oidc: {enabled: true, issuer: 'https://a.example.org', existingSecret: sso}}\n";
    private static final String MONITOR = "monitoring: {serviceMonitor: {enabled: true}}\n";
    private static final String DASHBOARD = "monitoring: {dashboard: {enabled: true}}\n";
    private static final String API_SERVER = "networkPolicy: {apiServer: [192.0.2.10/32]}\n";

    /** What is rendered of what is given, for several values. */
    private static final Map<String, List<Map<String, Object>>> BEFORE = new ConcurrentHashMap<>();

    /** @param given what has to be set for the value to matter */
    record Change(String name, Object value, String given) {

        static Change of(String name, Object value) {
            return new Change(name, value, "{}");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Change> changes() {
        return Stream.of(
                Change.of("nameOverride", "other"), Change.of("fullnameOverride", "other"),
                Change.of("commonLabels", Map.of("a", "b")), new Change("replicaCount", 3, SHARED),
                Change.of("image.repository", "other"), Change.of("image.tag", "9"), Change.of("image.agents", false),
                Change.of("image.pullPolicy", "Always"), Change.of("image.pullSecrets", List.of("registry")),
                Change.of("access.existingSecret", "mine"), Change.of("access.tokenKey", "other"),
                Change.of("access.allowedHosts", List.of("a.example.org")),
                Change.of("access.allowedOrigins", List.of("https://a.example.org")),
                new Change("access.oidc.enabled", true, LOGIN.replace("enabled: true", "enabled: false")),
                new Change("access.oidc.issuer", "https://b.example.org", LOGIN),
                new Change("access.oidc.clientId", "board", LOGIN), new Change("access.oidc.existingSecret", "other", LOGIN),
                new Change("access.oidc.clientSecretKey", "other", LOGIN),
                new Change("access.oidc.cookieSecretKey", "cookie", LOGIN),
                new Change("access.oidc.admin", List.of("a"), LOGIN), new Change("access.oidc.operator", List.of("a"), LOGIN),
                new Change("access.oidc.viewer", List.of("a"), LOGIN), Change.of("encryption.existingSecret", "keys"),
                new Change("encryption.key", "ring", "encryption: {existingSecret: keys}"),
                new Change("database.mode", "embedded", EXTERNAL), new Change("database.url", "postgresql://b/y", EXTERNAL),
                new Change("database.existingSecret", "mine", EXTERNAL),
                new Change("database.urlKey", "uri", "database: {mode: external, existingSecret: db, urlKey: other}"),
                new Change("database.usernameKey", "user", SECRET), new Change("database.passwordKey", "pass", SECRET),
                Change.of("workspace.existingClaim", "mine"), Change.of("workspace.size", "1Gi"),
                Change.of("workspace.storageClass", "fast"),
                Change.of("workspace.accessModes", List.of("ReadWriteMany")), Change.of("workspace.keep", false),
                Change.of("config", Map.of("quarkus", Map.of("log", Map.of("level", "DEBUG")))),
                Change.of("credentials", List.of("keys")), Change.of("env", Map.of("A", "b")), Change.of("maxRuns", 9),
                Change.of("heap", "1g"),
                Change.of("javaOpts", "-Da=b"), Change.of("resources", Map.of("limits", Map.of("cpu", "2"))),
                Change.of("service.type", "NodePort"), Change.of("service.port", 81),
                Change.of("service.annotations", Map.of("a", "b")),
                new Change("ingress.enabled", true, "ingress: {host: a.example.org}"),
                new Change("ingress.className", "nginx", INGRESS),
                new Change("ingress.annotations", Map.of("a", "b"), INGRESS),
                new Change("ingress.host", "b.example.org", INGRESS), new Change("ingress.tlsSecret", "tls", INGRESS),
                new Change("serviceAccount.create", false, "serviceAccount: {name: mine}"),
                Change.of("serviceAccount.name", "mine"), Change.of("serviceAccount.annotations", Map.of("a", "b")),
                new Change("verification.enabled", true, API_SERVER),
                new Change("verification.namespaces", List.of("shop"), VERIFICATION),
                Change.of("networkPolicy.enabled", false),
                Change.of("networkPolicy.from", List.of(Map.of("podSelector", Map.of()))),
                Change.of("networkPolicy.internetPorts", List.of(443)),
                Change.of("networkPolicy.blockedRanges", List.of("10.0.0.0/8")),
                Change.of("networkPolicy.blockedRangesV6", List.of("fe80::/10")),
                new Change("networkPolicy.database.to", List.of(Map.of("namespaceSelector", Map.of())), EXTERNAL),
                new Change("networkPolicy.database.port", 6432, EXTERNAL),
                Change.of("networkPolicy.dns", List.of(Map.of("namespaceSelector", Map.of()))),
                new Change("networkPolicy.apiServer", List.of("192.0.2.11/32"), VERIFICATION),
                Change.of("networkPolicy.extraEgress", List.of(Map.of("to", List.of(Map.of("podSelector", Map.of()))))),
                new Change("disruptionBudget.enabled", false, SHARED), Change.of("shutdownDelaySeconds", 7),
                Change.of("terminationGracePeriodSeconds", 120),
                Change.of("monitoring.serviceMonitor.enabled", true),
                new Change("monitoring.serviceMonitor.interval", "5s", MONITOR),
                new Change("monitoring.serviceMonitor.labels", Map.of("a", "b"), MONITOR),
                Change.of("monitoring.dashboard.enabled", true),
                new Change("monitoring.dashboard.labels", Map.of("a", "b"), DASHBOARD),
                Change.of("podLabels", Map.of("a", "b")), Change.of("podAnnotations", Map.of("a", "b")),
                Change.of("nodeSelector", Map.of("a", "b")),
                Change.of("tolerations", List.of(Map.of("key", "a", "operator", "Exists"))),
                Change.of("affinity", Map.of("nodeAffinity", Map.of())), Change.of("priorityClassName", "low"),
                Change.of("tmpSize", "1Gi"), Change.of("runAs", 2000), Change.of("tests.image", "mine:1"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void another_value_makes_other_manifests(Change change) {
        var before = BEFORE.computeIfAbsent(change.given(), ChartValueTest::rendered);
        var after = rendered(with(change));

        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void no_value_is_left_out() throws IOException {
        var described = ChartValues.read(Files.readString(Chart.DIRECTORY.resolve("values.yaml"))).stream().map(Value::name);

        assertThat(changes().map(Change::name)).containsExactlyElementsOf(described.toList());
    }

    /** Without what is random. */
    private static List<Map<String, Object>> rendered(String values) {
        return Chart.manifests(values).stream().map(manifest -> {
            Map<String, Object> content = new TreeMap<>();
            manifest.content().forEach((key, value) -> content.put(String.valueOf(key), value));
            if (manifest.kind().equals("Secret")) {
                content.put("data", ((Map<?, ?>) content.getOrDefault("data", Map.of())).keySet());
            }
            return content;
        }).toList();
    }

    private static String with(Change change) {
        Map<String, Object> values = new HashMap<>(Chart.yaml().<Map<String, Object>> load(change.given()));
        Map<String, Object> section = values;
        var path = List.of(change.name().split("\\.", -1));
        for (String step : path.subList(0, path.size() - 1)) {
            @SuppressWarnings("unchecked") // sections are maps
            Map<String, Object> inner = new HashMap<>((Map<String, Object>) section.getOrDefault(step, Map.of()));
            section.put(step, inner);
            section = inner;
        }
        section.put(path.getLast(), change.value());
        return Chart.yaml().dump(values);
    }
}
