package dev.ringmaster.security.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.security.audit.Deed;
import dev.ringmaster.support.graphql.RequestedOperation.RootField;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLTypeUtil;

/**
 * Turns operations into what the audit log keeps of them. Of texts only the names of their arguments are kept, so that no
 * prompt and no secret can get there, whatever operations are added; what is a choice, a number or an id is kept as it is.
 */
final class Deeds {

    private static final Pattern UUID_FORM = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final Set<String> VALUES = Set.of("Int", "Float", "Boolean", "BigInteger", "BigDecimal", "DateTime");
    /** Texts that name something, and that who reads the log needs. */
    private static final Set<String> NAMES = Set.of("name", "subject", "subscription");
    private static final Map<String, String> KIND_BY_TYPE = Map.of("Card", "card", "Project", "project", "Run", "run",
            "ApiToken", "api-token", "NewApiToken", "api-token");
    private static final int MAX_NAME = 100;
    private static final int MAX_DETAIL = 1_000;

    private Deeds() {
    }

    static Deed of(RootField field) {
        var parts = new ArrayList<String>();
        for (var argument : field.definition().getArguments()) {
            if (field.arguments().containsKey(argument.getName())) {
                describe(argument.getName(), argument.getType(), field.arguments().get(argument.getName()), parts);
            }
        }
        var detail = String.join(", ", parts);
        return new Deed(field.name(), subject(field),
                detail.isEmpty() ? null : detail.substring(0, Math.min(MAX_DETAIL, detail.length())));
    }

    /** What an operation concerns, by what it was given: {@code card:<uuid>}. */
    static @Nullable String subject(RootField field) {
        for (var kind : List.of("card", "run", "project")) {
            if (id(field.arguments().get(kind + "Id")) instanceof String id) {
                return kind + ":" + id;
            }
        }
        var kind = kind(field);
        return kind != null && id(field.arguments().get("id")) instanceof String id ? kind + ":" + id : null;
    }

    /** What it turned out to concern, by what it gave. */
    static @Nullable String subject(RootField field, @Nullable Object value) {
        var kind = kind(field);
        if (kind == null || value == null || !value.getClass().isRecord()) {
            return null;
        }
        try {
            return value.getClass().getMethod("id").invoke(value) instanceof UUID id ? kind + ":" + id : null;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static @Nullable String kind(RootField field) {
        return KIND_BY_TYPE.get(named(GraphQLTypeUtil.unwrapAll(field.definition().getType())));
    }

    private static void describe(String name, GraphQLInputType type, @Nullable Object value, List<String> parts) {
        var unwrapped = GraphQLTypeUtil.unwrapAll(type);
        if (unwrapped instanceof GraphQLInputObjectType object && value instanceof Map<?, ?> fields) {
            for (var field : object.getFieldDefinitions()) {
                if (fields.containsKey(field.getName())) {
                    describe(field.getName(), field.getType(), fields.get(field.getName()), parts);
                }
            }
        } else if (value == null) {
            parts.add(name + "=null");
        } else if (unwrapped instanceof GraphQLEnumType || VALUES.contains(named(unwrapped))) {
            parts.add(name + "=" + cut(value.toString()));
        } else if (id(value) != null || NAMES.contains(name) && value instanceof String) {
            parts.add(name + "=" + cut(value.toString().replaceAll("\\p{Cntrl}", " ")));
        } else {
            parts.add(name);
        }
    }

    private static @Nullable String id(@Nullable Object value) {
        return value instanceof String text && UUID_FORM.matcher(text).matches() ? text : null;
    }

    private static String named(Object type) {
        return type instanceof GraphQLNamedType named ? named.getName() : "";
    }

    private static String cut(String text) {
        return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME) + "…";
    }
}
