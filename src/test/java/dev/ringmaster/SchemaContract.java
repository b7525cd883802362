package dev.ringmaster;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import graphql.language.AstPrinter;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.NamedNode;
import graphql.language.Node;
import graphql.language.NonNullType;
import graphql.language.ObjectTypeDefinition;
import graphql.language.TypeDefinition;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;

/**
 * Compares a server's GraphQL schema with the contract: everything the contract names must be there, with the same types,
 * nullability, arguments and defaults. The server may offer more, as long as no caller who knows only the contract has to
 * send it.
 */
final class SchemaContract {

    private final TypeDefinitionRegistry contract;
    private final TypeDefinitionRegistry server;
    private final Map<String, String> differences = new TreeMap<>();

    private SchemaContract(String contract, String server) {
        this.contract = new SchemaParser().parse(contract);
        this.server = new SchemaParser().parse(server);
    }

    /**
     * Finds every difference.
     *
     * @return what differs, by the place in the contract: {@code Type} where a whole type is missing, else
     *         {@code Type.field} (or {@code Enum.VALUE})
     */
    static Map<String, String> differences(String contract, String server) {
        var comparison = new SchemaContract(contract, server);
        comparison.contract.types().values().forEach(comparison::compareType);
        return Collections.unmodifiableMap(comparison.differences);
    }

    private void compareType(TypeDefinition<?> expected) {
        String name = expected.getName();
        TypeDefinition<?> actual = server.types().get(name);
        if (actual == null) {
            differences.put(name, "missing");
        } else if (!actual.getClass().equals(expected.getClass())) {
            differences.put(name, "is a " + actual.getClass().getSimpleName());
        } else if (expected instanceof ObjectTypeDefinition type) {
            compareFields(type, (ObjectTypeDefinition) actual);
        } else if (expected instanceof InputObjectTypeDefinition type) {
            compareInputs(name, type.getInputValueDefinitions(),
                    ((InputObjectTypeDefinition) actual).getInputValueDefinitions());
        } else if (expected instanceof EnumTypeDefinition type) {
            compareValues(type, (EnumTypeDefinition) actual);
        } else {
            throw new IllegalArgumentException("The contract has a " + expected.getClass().getSimpleName() + ", " + name
                    + ", which nobody has taught this check to compare.");
        }
    }

    private void compareFields(ObjectTypeDefinition expected, ObjectTypeDefinition actual) {
        Map<String, FieldDefinition> present = byName(actual.getFieldDefinitions());
        for (FieldDefinition field : expected.getFieldDefinitions()) {
            String place = expected.getName() + "." + field.getName();
            FieldDefinition found = present.get(field.getName());
            if (found == null) {
                differences.put(place, "missing");
                continue;
            }
            if (!text(field.getType()).equals(text(found.getType()))) {
                differences.put(place, "is " + text(found.getType()) + " instead of " + text(field.getType()));
            }
            compareInputs(place, field.getInputValueDefinitions(), found.getInputValueDefinitions());
        }
    }

    private void compareInputs(String place, List<InputValueDefinition> expected, List<InputValueDefinition> actual) {
        Map<String, InputValueDefinition> present = byName(actual);
        for (InputValueDefinition input : expected) {
            InputValueDefinition found = present.remove(input.getName());
            if (found == null) {
                differences.put(place + "." + input.getName(), "missing");
            } else if (!signature(input).equals(signature(found))) {
                differences.put(place + "." + input.getName(), "is " + signature(found) + " instead of " + signature(input));
            }
        }
        present.values().stream()
                .filter(extra -> extra.getType() instanceof NonNullType && extra.getDefaultValue() == null)
                .forEach(extra -> differences.put(place + "." + extra.getName(), "is required, but not in the contract"));
    }

    private void compareValues(EnumTypeDefinition expected, EnumTypeDefinition actual) {
        Set<String> present = actual.getEnumValueDefinitions().stream().map(EnumValueDefinition::getName)
                .collect(Collectors.toSet());
        expected.getEnumValueDefinitions().stream()
                .map(EnumValueDefinition::getName)
                .filter(value -> !present.contains(value))
                .forEach(value -> differences.put(expected.getName() + "." + value, "missing"));
    }

    private static String signature(InputValueDefinition input) {
        return text(input.getType()) + (input.getDefaultValue() == null ? "" : " = " + text(input.getDefaultValue()));
    }

    private static String text(@Nullable Node<?> node) {
        return AstPrinter.printAst(Objects.requireNonNull(node));
    }

    private static <T extends NamedNode<?>> Map<String, T> byName(List<T> nodes) {
        return nodes.stream().collect(Collectors.toMap(NamedNode::getName, Function.identity(), (a, b) -> a, TreeMap::new));
    }
}
