package dev.ringmaster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaContractTest {

    private static final String CONTRACT = """
            enum Colour { RED GREEN }
            type Query { paints(colour: Colour!, first: Int = 50): [Paint!]! }
            type Paint { name: String! price: Int }
            input PaintInput { name: String }
            """;

    @Test
    void acceptsAServerThatOffersMore() {
        String server = CONTRACT
                .replace("price: Int", "price: Int stock: Int!")
                .replace("first: Int = 50", "first: Int = 50, after: String")
                .replace("RED GREEN", "RED GREEN BLUE")
                + "type Brush { size: Int }";

        assertThat(SchemaContract.differences(CONTRACT, server)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            name: String! price      | name: String price             | Paint.name              | is String instead of String!
            price: Int               | price: Float                   | Paint.price             | is Float instead of Int
            price: Int               | cost: Int                      | Paint.price             | missing
            type Paint {             | input Paint {                  | Paint                   | is a InputObjectTypeDefinition
            [Paint!]!                | [Paint]!                       | Query.paints            | is [Paint]! instead of [Paint!]!
            colour: Colour!,         | colour: Colour,                | Query.paints.colour     | is Colour instead of Colour!
            Int = 50                 | Int = 20                       | Query.paints.first      | is Int = 20 instead of Int = 50
            , first: Int = 50        | ""                             | Query.paints.first      | missing
            first: Int = 50          | "first: Int = 50, x: Int!"     | Query.paints.x          | is required, but not in the contract
            RED GREEN                | RED                            | Colour.GREEN            | missing
            input PaintInput { name: | input PaintInput { title:      | PaintInput.name         | missing
            """)
    void namesEachDifference(String from, String to, String place, String difference) {
        String server = CONTRACT.replace(from, to);

        assertThat(SchemaContract.differences(CONTRACT, server)).containsEntry(place, difference);
    }

    @Test
    void namesAMissingType() {
        String server = CONTRACT.replace("type Paint {", "type Varnish {");

        assertThat(SchemaContract.differences(CONTRACT, server)).containsEntry("Paint", "missing").hasSize(1);
    }
}
