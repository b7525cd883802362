package dev.ringmaster.security.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringmaster.security.caller.Role;

class GroupRolesTest {

    private final GroupRoles roles = new GroupRoles(List.of("leads"), List.of("developers", "testers"), List.of("guests"));

    @ParameterizedTest
    @CsvSource({ "leads, ADMIN", "testers, OPERATOR", "guests, VIEWER", "guests leads, ADMIN", "guests developers, OPERATOR",
            "admin, ", "LEADS, ", "'', " })
    void the_highest_counts_and_no_group_gives_nothing(String groups, Role role) {
        assertThat(roles.roleOf(List.of(groups.split(" ")))).isEqualTo(role);
    }

    @Test
    void a_star_is_everybody() {
        var open = new GroupRoles(List.of("leads"), List.of(), List.of("*"));

        assertThat(open.roleOf(List.of())).isEqualTo(Role.VIEWER);
        assertThat(open.roleOf(List.of("leads"))).isEqualTo(Role.ADMIN);
    }
}
