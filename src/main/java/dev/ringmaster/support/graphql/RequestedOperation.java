package dev.ringmaster.support.graphql;

import java.util.List;
import java.util.Map;
import java.util.Set;

import graphql.language.OperationDefinition;
import graphql.schema.GraphQLFieldDefinition;

/**
 * What a caller wants to run: the fields at the operation's root, as they will be executed.
 *
 * @param selected the names of all fields below the root, wherever they stand
 */
public record RequestedOperation(OperationDefinition.Operation kind, List<RootField> fields, Set<String> selected) {

    /**
     * One of them.
     *
     * @param key its name in the answer: the alias, if it has one
     * @param arguments as they were given, defaults filled in
     */
    public record RootField(String key, GraphQLFieldDefinition definition, Map<String, Object> arguments) {

        public String name() {
            return definition.getName();
        }

        /** The name alone: arguments may hold prompts. */
        @Override
        public String toString() {
            return name();
        }
    }
}
