package dev.ringmaster.security.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.ringmaster.support.graphql.RequestedOperation.RootField;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;

class DeedsTest {

    private static final String ID = "0b6c6e1e-5d0f-4f4c-9f4e-3a2b1c0d9e8f";
    private static final String SECRET = "sk-ant-api03-canary";

    private final Map<String, GraphQLFieldDefinition> fields = new SchemaGenerator().makeExecutableSchema(
            new SchemaParser().parse("""
                    type Query {
                      act(cardId: ID, text: String, choice: Choice, many: Int, name: String, input: Input): Card
                      card(id: ID!): Card
                      cards: [Card!]!
                      other(id: ID!): String
                    }
                    type Card { id: ID! }
                    enum Choice { ONE TWO }
                    input Input { secret: String, subject: String, deep: Deep, on: Boolean }
                    input Deep { token: String, limit: Float }"""), RuntimeWiring.newRuntimeWiring().build())
            .getQueryType().getFieldDefinitions().stream()
            .collect(java.util.stream.Collectors.toMap(GraphQLFieldDefinition::getName, field -> field));

    @Test
    void keeps_choices_numbers_and_ids_and_of_texts_their_names_alone() {
        var deed = Deeds.of(field("act", Map.of("cardId", ID, "text", SECRET, "choice", "ONE", "many", 3, "input",
                Map.of("secret", SECRET, "deep", Map.of("token", SECRET, "limit", 1.5), "on", true))));

        assertThat(deed.operation()).isEqualTo("act");
        assertThat(deed.subject()).isEqualTo("card:" + ID);
        assertThat(deed.detail()).contains("cardId=" + ID, "text", "choice=ONE", "many=3", "secret", "token", "limit=1.5",
                "on=true").doesNotContain(SECRET);
    }

    @Test
    void an_id_that_is_none_is_a_text() {
        var deed = Deeds.of(field("act", Map.of("cardId", SECRET)));

        assertThat(deed.subject()).isNull();
        assertThat(deed.detail()).isEqualTo("cardId");
    }

    @Test
    void what_names_something_is_kept_in_short() {
        assertThat(Deeds.of(field("act", Map.of("name", "n".repeat(5_000) + SECRET))).detail()).hasSizeLessThan(120)
                .startsWith("name=nnn");
        assertThat(Deeds.of(field("act", Map.of("name", "a\nb"))).detail()).isEqualTo("name=a b");
    }

    @Test
    void says_what_was_concerned_by_what_was_given_or_made() {
        assertThat(Deeds.subject(field("card", Map.of("id", ID)))).isEqualTo("card:" + ID);
        assertThat(Deeds.subject(field("other", Map.of("id", ID)))).isNull();
        assertThat(Deeds.subject(field("act", Map.of()), new Made(UUID.fromString(ID), "x"))).isEqualTo("card:" + ID);
        assertThat(Deeds.subject(field("act", Map.of()), "text")).isNull();
        assertThat(Deeds.subject(field("other", Map.of()), new Made(UUID.fromString(ID), "x"))).isNull();
    }

    public record Made(UUID id, String title) {
    }

    private RootField field(String name, Map<String, Object> arguments) {
        return new RootField(name, Objects.requireNonNull(fields.get(name)), arguments);
    }
}
