package dev.ringmaster.chart;

import static dev.ringmaster.chart.Chart.only;
import static dev.ringmaster.chart.Chart.path;
import static dev.ringmaster.chart.Samples.EVERYTHING;
import static dev.ringmaster.chart.Samples.EXTERNAL;
import static dev.ringmaster.chart.Samples.SEVERAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.marcnuri.helm.Helm;

/** What holds for whatever the chart renders: what Helm and Kubernetes ask for, and what pods must not do. */
class ChartStandardsTest {

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
            "verification: {enabled: true} | kubectl get endpointslices -n default -l kubernetes.io/service-name=kubernetes",
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

    private static Set<String> identities(List<Manifest> manifests) {
        return manifests.stream().map(m -> m.kind() + " " + m.namespace() + "/" + m.name()).collect(Collectors.toSet());
    }
}
