package dev.ringmaster.support.graphql;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.graphql.RequestedOperation.RootField;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategyParameters;
import graphql.execution.MergedField;
import graphql.execution.ValuesResolver;
import graphql.introspection.Introspection;
import graphql.language.Field;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.SelectionSet;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLTypeUtil;

/** Reads an operation out of what graphql-java is about to execute, fragments and directives already resolved at its root. */
final class OperationReader {

    private final ExecutionContext context;
    private final GraphQLObjectType root;

    OperationReader(ExecutionContext context, ExecutionStrategyParameters parameters) {
        this.context = context;
        this.root = (GraphQLObjectType) GraphQLTypeUtil.unwrapNonNull(parameters.getExecutionStepInfo().getType());
    }

    RequestedOperation read(ExecutionStrategyParameters parameters) {
        var selected = new HashSet<String>();
        var spread = new HashSet<String>();
        var fields = parameters.getFields().getSubFieldsList();
        for (var field : fields) {
            field.getFields().forEach(part -> collect(part.getSelectionSet(), selected, spread));
        }
        return new RequestedOperation(context.getOperationDefinition().getOperation(),
                fields.stream().map(this::rootField).toList(), Set.copyOf(selected));
    }

    private RootField rootField(MergedField field) {
        var schema = context.getGraphQLSchema();
        var definition = Introspection.getFieldDef(schema, root, field.getName());
        var arguments = ValuesResolver.getArgumentValues(schema.getCodeRegistry(), definition.getArguments(),
                field.getArguments(), context.getCoercedVariables(), context.getGraphQLContext(), context.getLocale());
        return new RootField(field.getResultKey(), definition, arguments);
    }

    private void collect(@Nullable SelectionSet selections, Set<String> selected, Set<String> spread) {
        for (var selection : selections == null ? List.<Object> of() : List.<Object> copyOf(selections.getSelections())) {
            switch (selection) {
                case Field field -> {
                    selected.add(field.getName());
                    collect(field.getSelectionSet(), selected, spread);
                }
                case InlineFragment inline -> collect(inline.getSelectionSet(), selected, spread);
                case FragmentSpread named when spread.add(named.getName()) ->
                    collect(context.getFragment(named.getName()).getSelectionSet(), selected, spread);
                default -> {
                    // a fragment that was seen already
                }
            }
        }
    }
}
