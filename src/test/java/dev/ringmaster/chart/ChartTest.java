package dev.ringmaster.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.marcnuri.helm.Helm;

/** What the chart makes of its values. */
class ChartTest {

    private static final String EXTERNAL = """
            database: {mode: external, url: 'postgresql://db:5432/board', existingSecret: board-db}
            """;

    private static final String SEVERAL = EXTERNAL + """
            replicaCount: 3
            workspace: {accessModes: [ReadWriteMany]}
            """;

    private static final String EVERYTHING = SEVERAL + """
            ingress: {enabled: true, host: board.example.org, tlsSecret: board-tls, className: nginx}
            verification: {enabled: true, namespaces: [shop, blog]}
            networkPolicy: {apiServer: [10.96.0.1/32], extraEgress: [{to: [{podSelector: {}}]}]}
            monitoring: {dashboard: {enabled: true}, serviceMonitor: {enabled: true, labels: {release: prometheus}}}
            credentials: [agent-keys]
            encryption: {existingSecret: keys}
            access: {oidc: {enabled: true, issuer: 'https://id.example.org', existingSecret: sso, admin: [lead]}}
            image: {pullSecrets: [registry]}
            nodeSelector: {disk: fast}
            tolerations: [{key: agents, operator: Exists}]
            priorityClassName: low
            podLabels: {team: a}
            podAnnotations: {note: b}
            """;

    @Test
    void helm_finds_no_fault() {
        var result = new Helm(Chart.DIRECTORY).lint().strict().call();

        assertThat(result.getMessages()).noneMatch(message -> message.contains("[ERROR]") || message.contains("[WARNING]"));
        assertThat(result.isFailed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = { "{}", EXTERNAL, SEVERAL, EVERYTHING })
    void everything_is_valid_by_kubernetes_own_description(String values) throws Exception {
        var manifests = Chart.manifests(values);

        assertThat(manifests).hasSizeGreaterThan(5);
        for (Manifest manifest : manifests) {
            manifest.validate();
        }
    }

    @Test
    void a_manifest_with_a_mistyped_field_is_found() {
        var service = only("Service", "{}");
        var broken = new Manifest(Map.of("apiVersion", "v1", "kind", "Service", "metadata", service.content().get("metadata"),
                "spec", Map.of("selectors", Map.of())));

        assertThatThrownBy(broken::validate).hasMessageContaining("selectors");
        assertThatThrownBy(new Manifest(Map.of("apiVersion", "networking.k8s.io/v1beta9", "kind", "Ingress"))::validate)
                .hasMessageContaining("v1beta9");
        assertThatThrownBy(new Manifest(Map.of("apiVersion", "monitoring.coreos.com/v1", "kind", "ServiceMonitor", "metadata",
                Map.of("name", "a"), "spec", Map.of("endpoint", List.of())))::validate).hasMessageContaining("endpoint");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "replicaCount: 2 | needs database.mode=external",
            "database: {mode: external} | set database.url",
            "database: {mode: external, url: 'postgresql://db/x'}\\nreplicaCount: 2 | ReadWriteMany",
            "ingress: {enabled: true} | needs ingress.host",
            "access: {oidc: {enabled: true, issuer: 'https://id.example.org'}} | access.oidc.existingSecret",
            "serviceAccount: {create: false} | serviceAccount.name is needed",
            "replicaCont: 2 | replicaCont",
            "image: {pullPolicy: Sometimes} | pullPolicy",
            "maxRuns: many | maxRuns",
            "terminationGracePeriodSeconds: 5 | terminationGracePeriodSeconds",
    })
    void values_that_would_not_work_are_refused(String values, String complaint) {
        assertThatThrownBy(() -> Chart.manifests(values.replace("\\n", "\n"))).hasMessageContaining(complaint);
    }

    @Test
    void two_releases_in_one_namespace_do_not_collide() {
        var first = identities(Chart.manifests("first", "team", EVERYTHING));
        var second = identities(Chart.manifests("second", "team", EVERYTHING));

        assertThat(first).doesNotContainAnyElementsOf(second);
        assertThat(Chart.manifests("first", "team", EVERYTHING).stream().filter(m -> m.kind().equals("Service"))
                .map(m -> m.at("spec", "selector"))).doesNotContain(
                        Chart.manifests("second", "team", EVERYTHING).stream().filter(m -> m.kind().equals("Service"))
                                .map(m -> m.at("spec", "selector")).findFirst().orElseThrow());
    }

    @Test
    void everything_lies_in_the_releases_namespace_but_the_roles_for_others() {
        assertThat(Chart.manifests(EVERYTHING)).allSatisfy(manifest -> assertThat(manifest.namespace())
                .isIn(manifest.kind().startsWith("Role") ? Set.of("shop", "blog") : Set.of("team")));
    }

    @Test
    void pods_keep_to_the_restricted_standard() {
        for (Manifest owner : List.of(only("Deployment", EVERYTHING), only("Pod", EVERYTHING))) {
            Object[] spec = owner.kind().equals("Pod") ? new Object[] { "spec" } : new Object[] { "spec", "template", "spec" };
            assertThat(owner.at(path(spec, "securityContext"))).asInstanceOf(MAP).containsEntry("runAsNonRoot", true)
                    .containsEntry("runAsUser", 10001).containsEntry("seccompProfile", Map.of("type", "RuntimeDefault"));
            assertThat(owner.at(path(spec, "containers", 0, "securityContext"))).isEqualTo(Map.of(
                    "allowPrivilegeEscalation", false, "readOnlyRootFilesystem", true, "capabilities",
                    Map.of("drop", List.of("ALL"))));
            assertThat(owner.at(path(spec))).asInstanceOf(MAP).doesNotContainKeys("hostNetwork", "hostPID", "hostIPC",
                    "initContainers");
            assertThat(owner.at(path(spec, "containers"))).asInstanceOf(LIST).hasSize(1);
            if (owner.at(path(spec, "volumes")) instanceof List<?> volumes) {
                assertThat(volumes).allSatisfy(volume -> assertThat(volume).asInstanceOf(MAP)
                        .containsAnyOf(entry("name", "workspace"), entry("name", "config"), entry("name", "tmp"),
                                entry("name", "keys"))
                        .doesNotContainKey("hostPath"));
            }
            assertThat(owner.at(path(spec, "automountServiceAccountToken"))).isEqualTo(owner.kind().equals("Deployment"));
        }
        assertThat(only("Deployment", "{}").at("spec", "template", "spec", "automountServiceAccountToken")).isEqualTo(false);
    }

    @Test
    void liveness_does_not_ask_whether_the_database_is_there() {
        var deployment = only("Deployment", "{}");

        assertThat(container(deployment, "livenessProbe", "httpGet", "path")).isEqualTo("/q/health/live");
        assertThat(container(deployment, "readinessProbe", "httpGet", "path")).isEqualTo("/q/health/ready");
        assertThat(container(deployment, "startupProbe", "httpGet", "path")).isEqualTo("/q/health/started");
    }

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
        assertThat(only("Role", "verification: {enabled: true}").namespace()).isEqualTo("team");
    }

    @Test
    void private_ranges_and_the_metadata_address_are_blocked() {
        var policy = only("NetworkPolicy", EXTERNAL);

        assertThat(policy.at("spec", "policyTypes")).isEqualTo(List.of("Ingress", "Egress"));
        assertThat(policy.at("spec", "egress", 1, "to", 0, "ipBlock", "except")).asInstanceOf(LIST)
                .contains("10.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "168.63.129.16/32");
        assertThat(policy.at("spec", "egress", 1, "to", 1, "ipBlock", "except")).asInstanceOf(LIST).contains("fc00::/7");
        assertThat(policy.at("spec", "egress", 1, "ports")).isEqualTo(List.of(Map.of("port", 443, "protocol", "TCP"),
                Map.of("port", 22, "protocol", "TCP")));
        assertThat(policy.at("spec", "egress", 2, "ports", 0, "port")).isEqualTo(5432);
        assertThat(only("NetworkPolicy", "{}").at("spec", "egress")).asInstanceOf(LIST).hasSize(2);
        assertThat(only("NetworkPolicy", EVERYTHING).at("spec", "egress")).asInstanceOf(LIST).hasSize(5);
        assertThat(kinds("networkPolicy: {enabled: false}")).doesNotContain("NetworkPolicy");
        assertThat(only("NetworkPolicy", "networkPolicy: {from: [{podSelector: {matchLabels: {a: b}}}]}").at("spec", "ingress",
                0, "from", 0, "podSelector", "matchLabels", "a")).isEqualTo("b");
        var test = only("Pod", "{}");
        assertThat(policy.at("spec", "ingress", 0, "from", 1, "podSelector", "matchLabels"))
                .isEqualTo(test.at("metadata", "labels")).isEqualTo(Map.of("app.kubernetes.io/instance", "trial",
                        "app.kubernetes.io/component", "test"));
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

    private static Set<String> identities(List<Manifest> manifests) {
        return manifests.stream().map(m -> m.kind() + " " + m.namespace() + "/" + m.name()).collect(Collectors.toSet());
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

    private static Object[] path(Object[] start, Object... rest) {
        return Stream.concat(Stream.of(start), Stream.of(rest)).toArray();
    }
}
