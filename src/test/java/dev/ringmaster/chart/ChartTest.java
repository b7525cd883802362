package dev.ringmaster.chart;

import static dev.ringmaster.chart.Chart.only;
import static dev.ringmaster.chart.Chart.path;
import static dev.ringmaster.chart.Samples.EVERYTHING;
import static dev.ringmaster.chart.Samples.EXTERNAL;
import static dev.ringmaster.chart.Samples.SEVERAL;
import static dev.ringmaster.chart.Samples.VERIFICATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the chart makes of its values. */
class ChartTest {

    @Test
    void an_embedded_database_needs_no_address_and_an_external_one_comes_from_values_or_a_secret() {
        assertThat(environment("{}")).doesNotContainKey("QUARKUS_DATASOURCE_REACTIVE_URL");
        assertThat(environment(EXTERNAL)).containsEntry("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://db:5432/board")
                .containsEntry("QUARKUS_DATASOURCE_USERNAME", "board-db/username")
                .containsEntry("QUARKUS_DATASOURCE_PASSWORD", "board-db/password");
        assertThat(environment("database: {mode: external, existingSecret: board-app, urlKey: uri}"))
                .containsEntry("QUARKUS_DATASOURCE_REACTIVE_URL", "board-app/uri");
    }

    @Test
    void the_server_answers_to_its_service_its_ingress_its_address_and_what_is_said() {
        var hosts = environment("access: {allowedHosts: [other.example.org], allowedOrigins: ['https://a.example.org']}\n"
                + "ingress: {enabled: true, host: board.example.org}").getOrDefault("RINGMASTER_ACCESS_ALLOWED_HOSTS", "");

        assertThat(hosts.split(",")).contains("trial-ringmaster", "trial-ringmaster.team.svc", "board.example.org",
                "other.example.org", "$(POD_IP)");
    }

    @Test
    void the_token_is_made_or_named() {
        assertThat(only("Secret", "{}").text("data", "token")).hasSizeGreaterThan(40);
        // An upgrade renders another one, but makes no hooks of the installation again.
        assertThat(Chart.render("trial", "team", "{}")).doesNotContain("kind: Secret");
        assertThat(environment("{}")).containsEntry("RINGMASTER_ACCESS_TOKEN", "trial-ringmaster-access/token");
        assertThat(kinds("access: {existingSecret: mine, tokenKey: key}")).doesNotContain("Secret");
        assertThat(environment("access: {existingSecret: mine, tokenKey: key}"))
                .containsEntry("RINGMASTER_ACCESS_TOKEN", "mine/key");
    }

    @Test
    void people_can_log_in_at_a_provider() {
        assertThat(environment("{}").keySet()).noneMatch(name -> name.contains("OIDC"));
        var variables = environment("""
                access:
                  oidc: {enabled: true, issuer: 'https://id.example.org', existingSecret: sso, cookieSecretKey: cookie,
                    admin: [lead, ops], operator: [dev], viewer: ["*"]}
                ingress: {enabled: true, host: board.example.org, tlsSecret: tls}
                """);

        assertThat(variables).containsEntry("RINGMASTER_ACCESS_OIDC_ENABLED", "true")
                .containsEntry("RINGMASTER_ACCESS_OIDC_ISSUER", "https://id.example.org")
                .containsEntry("RINGMASTER_ACCESS_OIDC_CLIENT_ID", "ringmaster")
                .containsEntry("RINGMASTER_ACCESS_OIDC_CLIENT_SECRET", "sso/client-secret")
                .containsEntry("RINGMASTER_ACCESS_OIDC_COOKIE_SECRET", "sso/cookie")
                .containsEntry("RINGMASTER_ACCESS_OIDC_ADMIN", "lead,ops")
                .containsEntry("RINGMASTER_ACCESS_OIDC_OPERATOR", "dev").containsEntry("RINGMASTER_ACCESS_OIDC_VIEWER", "*")
                .containsEntry("QUARKUS_OIDC_AUTHENTICATION_FORCE_REDIRECT_HTTPS_SCHEME", "true");
    }

    @Test
    void the_keys_of_stored_credentials_come_as_a_file() {
        var deployment = only("Deployment", "encryption: {existingSecret: keys, key: ring}");

        assertThat(environment(deployment)).containsEntry("RINGMASTER_SECRETS_KEY_FILE", "/etc/ringmaster-keys/ring");
        assertThat(container(deployment, "volumeMounts", 3)).isEqualTo(
                Map.of("name", "keys", "mountPath", "/etc/ringmaster-keys", "readOnly", true));
        assertThat(deployment.at("spec", "template", "spec", "volumes", 3, "secret", "secretName")).isEqualTo("keys");
        assertThat(environment("{}")).doesNotContainKey("RINGMASTER_SECRETS_KEY_FILE");
    }

    @Test
    void the_workspace_is_made_or_named_and_outlives_the_release() {
        var claim = only("PersistentVolumeClaim", "workspace: {size: 5Gi, storageClass: fast}");

        assertThat(claim.at("spec", "resources", "requests", "storage")).isEqualTo("5Gi");
        assertThat(claim.at("spec", "storageClassName")).isEqualTo("fast");
        assertThat(claim.at("metadata", "annotations", "helm.sh/resource-policy")).isEqualTo("keep");
        assertThat(only("PersistentVolumeClaim", "workspace: {keep: false}").at("metadata", "annotations")).isNull();
        assertThat(kinds("workspace: {existingClaim: mine}")).doesNotContain("PersistentVolumeClaim");
        assertThat(only("Deployment", "workspace: {existingClaim: mine}").at("spec", "template", "spec", "volumes", 0,
                "persistentVolumeClaim", "claimName")).isEqualTo("mine");
    }

    @Test
    void servers_that_can_share_the_workspace_are_replaced_one_by_one() {
        assertThat(strategy("{}")).isEqualTo("Recreate");
        assertThat(strategy("workspace: {accessModes: [ReadWriteMany]}")).as("two servers on one embedded database")
                .isEqualTo("Recreate");
        assertThat(strategy(EXTERNAL)).as("two servers on a volume for one").isEqualTo("Recreate");
        assertThat(strategy(EXTERNAL + "replicaCount: 2\nworkspace: {existingClaim: shared}")).isEqualTo("RollingUpdate");
        assertThat(only("Deployment", SEVERAL).at("spec", "strategy", "rollingUpdate", "maxUnavailable")).isEqualTo(0);
        assertThat(only("Deployment", SEVERAL).at("spec", "replicas")).isEqualTo(3);
        assertThat(kinds("{}")).doesNotContain("PodDisruptionBudget");
        assertThat(only("PodDisruptionBudget", SEVERAL).at("spec", "maxUnavailable")).isEqualTo(1);
        assertThat(kinds(SEVERAL + "disruptionBudget: {enabled: false}")).doesNotContain("PodDisruptionBudget");
    }

    @Test
    void configuration_reaches_the_server_and_a_change_replaces_the_pods() {
        String values = "config: {ringmaster: {loop: {circuit-breaker: 7}}}\n";

        assertThat(Chart.yaml().<Object> load(only("ConfigMap", values).text("data", "application.yaml")))
                .isEqualTo(Map.of("ringmaster", Map.of("loop", Map.of("circuit-breaker", 7))));
        assertThat(checksum(values)).isNotEqualTo(checksum("{}"));
        assertThat(environment("env: {OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', TIMES: 1}"))
                .containsEntry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318").containsEntry("TIMES", "1");
    }

    @Test
    void what_runs_is_chosen_by_values() {
        assertThat(container(only("Deployment", "{}"), "image")).isEqualTo("ringmaster:0.1.0-agents");
        var deployment = only("Deployment",
                EVERYTHING + "resources: {limits: {memory: 8Gi}}\nmaxRuns: 9\nheap: 1g\njavaOpts: -Da=b\nrunAs: 2000\n"
                        + "terminationGracePeriodSeconds: 40\naffinity: {nodeAffinity: {}}\n");

        assertThat(container(deployment, "resources")).isEqualTo(Map.of("limits", Map.of("memory", "8Gi"), "requests",
                Map.of("cpu", "500m", "memory", "1Gi")));
        assertThat(container(deployment, "envFrom", 0, "secretRef", "name")).isEqualTo("agent-keys");
        assertThat(environment(deployment)).containsEntry("RINGMASTER_LOOP_MAX_RUNS", "9")
                .containsEntry("RINGMASTER_JAVA_OPTS", "-Xmx1g -Da=b");
        assertThat(pod(deployment)).containsEntry("nodeSelector", Map.of("disk", "fast"))
                .containsEntry("priorityClassName", "low").containsEntry("terminationGracePeriodSeconds", 40)
                .containsEntry("affinity", Map.of("nodeAffinity", Map.of()))
                .containsEntry("imagePullSecrets", List.of(Map.of("name", "registry")))
                .containsEntry("tolerations", List.of(Map.of("key", "agents", "operator", "Exists")));
        assertThat(deployment.at("spec", "template", "metadata", "labels", "team")).isEqualTo("a");
        assertThat(deployment.at("spec", "template", "metadata", "annotations", "note")).isEqualTo("b");
        assertThat(deployment.at("spec", "template", "spec", "securityContext", "fsGroup")).isEqualTo(2000);
    }

    @Test
    void an_image_can_be_named_whole() {
        String values = "image: {repository: registry.example.org/rm, tag: v9, agents: false, pullPolicy: Always}";

        assertThat(container(only("Deployment", values), "image")).isEqualTo("registry.example.org/rm:v9");
        assertThat(container(only("Deployment", values), "imagePullPolicy")).isEqualTo("Always");
        assertThat(only("Pod", values).at("spec", "containers", 0, "image")).isEqualTo("registry.example.org/rm:v9");
        assertThat(only("Pod", "tests: {image: 'mine:1'}").at("spec", "containers", 0, "image")).isEqualTo("mine:1");
    }

    @Test
    void names_and_labels_can_be_set() {
        assertThat(Chart.manifests("fullnameOverride: board").stream().map(Manifest::name))
                .allMatch(n -> n.startsWith("board"));
        assertThat(only("Service", "nameOverride: rm").name()).isEqualTo("trial-rm");
        assertThat(Chart.manifests("commonLabels: {owner: me}").stream().filter(m -> !m.kind().equals("Pod"))
                .map(m -> m.at("metadata", "labels", "owner"))).containsOnly("me");
    }

    @Test
    void the_service_and_the_ingress_lead_to_the_server() {
        var service = only("Service", "service: {type: NodePort, port: 8081, annotations: {a: b}}");
        assertThat(service.at("spec", "type")).isEqualTo("NodePort");
        assertThat(service.at("spec", "ports", 0, "port")).isEqualTo(8081);
        assertThat(service.at("metadata", "annotations", "a")).isEqualTo("b");

        var ingress = only("Ingress", EVERYTHING);
        assertThat(ingress.at("spec", "ingressClassName")).isEqualTo("nginx");
        assertThat(ingress.at("spec", "tls", 0, "secretName")).isEqualTo("board-tls");
        assertThat(ingress.at("spec", "rules", 0, "http", "paths", 0, "backend", "service", "name")).isEqualTo(service.name());
        assertThat(ingress.at("metadata", "annotations")).asInstanceOf(MAP)
                .containsEntry("nginx.ingress.kubernetes.io/proxy-read-timeout", "3600");
    }

    @Test
    void the_service_account_may_do_nothing_until_it_has_to_verify() {
        assertThat(kinds("{}")).contains("ServiceAccount").doesNotContain("Role", "RoleBinding", "ClusterRole");
        assertThat(pod(only("Deployment", "serviceAccount: {create: false, name: mine}"))).containsEntry("serviceAccountName",
                "mine");
        assertThat(only("ServiceAccount", "serviceAccount: {annotations: {a: b}}").at("metadata", "annotations", "a"))
                .isEqualTo("b");

        var roles = Chart.manifests(EVERYTHING).stream().filter(manifest -> manifest.kind().equals("Role")).toList();
        assertThat(roles).extracting(Manifest::namespace).containsExactly("shop", "blog");
        assertThat(roles).allSatisfy(role -> assertThat(verbs(role)).containsOnly("get", "list", "watch"));
        assertThat(only("Role", VERIFICATION).namespace()).isEqualTo("team");
    }

    @Test
    void verification_is_switched_on_in_the_server_too() {
        assertThat(environment(VERIFICATION)).containsEntry("RINGMASTER_INTEGRATIONS_KUBERNETES_ENABLED", "true");
        assertThat(environment("{}")).doesNotContainKey("RINGMASTER_INTEGRATIONS_KUBERNETES_ENABLED");
    }

    @Test
    void prometheus_and_grafana_find_what_they_need() {
        var monitor = only("ServiceMonitor",
                "monitoring: {serviceMonitor: {enabled: true, interval: 5s, labels: {release: prom}}}");
        assertThat(monitor.at("spec", "endpoints", 0)).isEqualTo(Map.of("port", "http", "path", "/q/metrics", "interval", "5s",
                "authorization", Map.of("type", "Bearer", "credentials",
                        Map.of("name", "trial-ringmaster-access", "key", "token"))));
        assertThat(monitor.at("metadata", "labels", "release")).isEqualTo("prom");

        var dashboard = Chart.manifests("monitoring: {dashboard: {enabled: true}}").stream()
                .filter(manifest -> manifest.name().endsWith("-dashboard")).findFirst().orElseThrow();
        assertThat(dashboard.at("metadata", "labels", "grafana_dashboard")).isEqualTo("1");
        assertThat(dashboard.at("data")).asInstanceOf(MAP).isNotEmpty();
    }

    private static String strategy(String values) {
        return only("Deployment", values).text("spec", "strategy", "type");
    }

    private static Manifest only(String kind, String values) {
        var found = Chart.manifests(values).stream().filter(manifest -> manifest.kind().equals(kind)).toList();
        assertThat(found).as(kind).hasSize(1);
        return found.getFirst();
    }

    private static Set<String> kinds(String values) {
        return Chart.manifests(values).stream().map(Manifest::kind).collect(Collectors.toSet());
    }

    private static @Nullable Object container(Manifest deployment, Object... path) {
        return deployment.at(path(new Object[] { "spec", "template", "spec", "containers", 0 }, path));
    }

    private static Map<Object, Object> pod(Manifest deployment) {
        return Map.copyOf((Map<?, ?>) deployment.at("spec", "template", "spec"));
    }

    private static Object checksum(String values) {
        return only("Deployment", values).text("spec", "template", "metadata", "annotations", "checksum/config");
    }

    private static Set<String> verbs(Manifest role) {
        return role.list("rules").stream().flatMap(rule -> new Manifest((Map<?, ?>) rule).list("verbs").stream())
                .map(String::valueOf).collect(Collectors.toSet());
    }

    private static Map<String, String> environment(String values) {
        return environment(only("Deployment", values));
    }

    /** A variable's value, or {@code secret/key} where it comes from one. */
    private static Map<String, String> environment(Manifest deployment) {
        return deployment.list("spec", "template", "spec", "containers", 0, "env").stream()
                .map(variable -> new Manifest((Map<?, ?>) variable))
                .collect(Collectors.toMap(variable -> variable.text("name"), variable -> {
                    Object secret = variable.at("valueFrom", "secretKeyRef", "name");
                    return secret == null ? String.valueOf(variable.at("value"))
                            : secret + "/" + variable.at("valueFrom", "secretKeyRef", "key");
                }));
    }
}
