package dev.ringmaster.chart;

import static dev.ringmaster.chart.Chart.only;
import static dev.ringmaster.chart.Samples.EVERYTHING;
import static dev.ringmaster.chart.Samples.EXTERNAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the network policy lets in and out. */
class ChartNetworkTest {

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
        assertThat(Chart.manifests("networkPolicy: {enabled: false}")).extracting(Manifest::kind)
                .doesNotContain("NetworkPolicy");
        assertThat(only("NetworkPolicy", "networkPolicy: {from: [{podSelector: {matchLabels: {a: b}}}]}").at("spec", "ingress",
                0, "from", 0, "podSelector", "matchLabels", "a")).isEqualTo("b");
        var test = only("Pod", "{}");
        assertThat(policy.at("spec", "ingress", 0, "from", 1, "podSelector", "matchLabels"))
                .isEqualTo(test.at("metadata", "labels")).isEqualTo(Map.of("app.kubernetes.io/instance", "trial",
                        "app.kubernetes.io/component", "test"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "NodePort", "LoadBalancer" })
    void whoever_comes_from_outside_the_cluster_is_let_in_where_the_service_is_published(String type) {
        assertThat(callers("service: {type: %s}".formatted(type))).contains(Map.of("ipBlock", Map.of("cidr", "0.0.0.0/0")),
                Map.of("ipBlock", Map.of("cidr", "::/0")));
        assertThat(callers("{}")).extracting(Object::toString).noneMatch(peer -> peer.contains("ipBlock"));
        assertThat(callers("service: {type: %s}\nnetworkPolicy: {from: [{podSelector: {}}]}".formatted(type)))
                .as("what is said, and the release's test").hasSize(2).contains(Map.of("podSelector", Map.of()));
    }

    private static List<Map<?, ?>> callers(String values) {
        return only("NetworkPolicy", values).list("spec", "ingress", 0, "from").stream().<Map<?, ?>> map(Map.class::cast)
                .toList();
    }

    /** The API server refuses any other: it asks Go's {@code IPNet.Contains}, and wants the mask to be longer. */
    @ParameterizedTest
    @ValueSource(strings = { "{}", EVERYTHING })
    void each_exception_lies_within_its_block(String values) {
        var blocks = only("NetworkPolicy", values).list("spec", "egress").stream()
                .flatMap(rule -> new Manifest((Map<?, ?>) rule).list("to").stream())
                .map(peer -> new Manifest((Map<?, ?>) peer)).filter(peer -> peer.at("ipBlock", "except") != null).toList();

        assertThat(blocks).hasSize(2).allSatisfy(block -> {
            var whole = Range.of(block.text("ipBlock", "cidr"));
            assertThat(block.list("ipBlock", "except")).isNotEmpty()
                    .allSatisfy(except -> assertThat(Range.of(String.valueOf(except))).matches(whole::strictlyContains));
        });
    }

    /** Like Go, Java reads an IPv4 address that is written as one of IPv6 as four bytes: it lies in no block of IPv6. */
    private record Range(InetAddress address, int bits) {

        static Range of(String cidr) {
            var parts = cidr.split("/", 2);
            try {
                return new Range(InetAddress.getByName(parts[0]), Integer.parseInt(parts[1]));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(cidr + " is no CIDR block", e);
            }
        }

        boolean strictlyContains(Range other) {
            return address.getAddress().length == other.address.getAddress().length && bits < other.bits
                    && network(address).equals(network(other.address));
        }

        private BigInteger network(InetAddress of) {
            var bytes = of.getAddress();
            return new BigInteger(1, bytes).shiftRight(bytes.length * 8 - bits);
        }
    }
}
