package dev.ringmaster.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import dev.ringmaster.security.caller.OperationRoles;
import dev.ringmaster.security.caller.Role;

/** The table of roles in the documentation is the one in the code. */
class RolesReferenceTest {

    private static final Path DOCUMENT = Path.of("docs", "security.md");
    private static final String BEGIN = "<!-- roles: written from the code -->\n";
    private static final String END = "<!-- /roles -->";
    private static final Map<Role, String> PATHS = Map.of(Role.VIEWER,
            "the pages, `/graphql`, `/graphql/schema.graphql`, `GET /api/metrics/…`, `/q/metrics`, `/q/openapi`", Role.OPERATOR,
            "–",
            Role.ADMIN, "every other");

    @Test
    void the_document_has_the_roles_of_the_code() throws Exception {
        var present = Files.readString(DOCUMENT);
        var expected = present.substring(0, present.indexOf(BEGIN) + BEGIN.length()) + """
                | role | operations | paths |
                | --- | --- | --- |
                """ + Arrays.stream(Role.values()).map(RolesReferenceTest::row).collect(Collectors.joining())
                + present.substring(present.indexOf(END));
        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(DOCUMENT, expected);
        }

        assertThat(Files.readString(DOCUMENT)).as("run this test with -Dupdate.docs=true").isEqualTo(expected);
    }

    private static String row(Role role) {
        var operations = OperationRoles.openTo(role).filter(name -> OperationRoles.of(name) == role)
                .filter(name -> !name.startsWith("__")).map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        return "| **" + role.key() + "** | " + operations + " | " + PATHS.get(role) + " |\n";
    }
}
