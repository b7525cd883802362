package dev.ringmaster;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.common.utils.StringUtil;

/** Reads the keys of the configuration from the compiled mappings, and what they mean from the sources' Javadoc. */
final class ConfigurationReference {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern INLINE_TAG = Pattern.compile("\\{@(code|link|value) ([^}]*)}");

    /**
     * @param prefix what all its keys begin with
     * @param meaning of the group
     */
    record Group(String prefix, String meaning, List<Key> keys) {
    }

    /** @param standard the default; empty when the key may be left unset */
    record Key(String name, String type, String standard, String meaning) {
    }

    private ConfigurationReference() {
    }

    /** In the order of their prefixes. */
    static List<Group> groups() throws IOException, ReflectiveOperationException {
        var groups = new ArrayList<Group>();
        try (var files = Files.walk(SOURCES)) {
            for (Path file : files.filter(path -> path.toString().endsWith("Config.java")).sorted().toList()) {
                String source = Files.readString(file);
                Class<?> type = Class.forName(className(file));
                @Nullable
                ConfigMapping mapping = type.getAnnotation(ConfigMapping.class);
                if (mapping != null) {
                    groups.add(new Group(mapping.prefix(), javadoc(source, "interface " + type.getSimpleName(), type),
                            keys(mapping.prefix(), type, source)));
                }
            }
        }
        groups.sort(Comparator.comparing(Group::prefix).thenComparing(Group::meaning));
        return groups;
    }

    private static String className(Path file) {
        String path = SOURCES.relativize(file).toString();
        return path.substring(0, path.length() - ".java".length()).replace('/', '.');
    }

    private static List<Key> keys(String prefix, Class<?> type, String source) throws ReflectiveOperationException {
        var keys = new ArrayList<Key>();
        var methods = Arrays.stream(type.getDeclaredMethods()).filter(method -> !method.isDefault() && !method.isSynthetic())
                .sorted(Comparator.comparingInt(method -> source.indexOf(" " + method.getName() + "();"))).toList();
        for (Method method : methods) {
            String name = prefix + "." + StringUtil.skewer(method.getName());
            Type returned = method.getGenericReturnType();
            Optional<Class<?>> named = groupIn(returned);
            if (named.isPresent()) {
                keys.addAll(keysOf(named.get(), name + ".<name>", source));
            } else if (returned instanceof Class<?> group && group.getEnclosingClass() == type.getNestHost()) {
                keys.addAll(keysOf(group, name, source));
            } else {
                @Nullable
                WithDefault standard = method.getAnnotation(WithDefault.class);
                keys.add(new Key(name, typeName(returned), standard == null ? "" : standard.value(),
                        javadoc(source, method.getName() + "();", type)));
            }
        }
        return keys;
    }

    /** Groups may have keys of the same name, so what one's mean stands behind its beginning. */
    private static List<Key> keysOf(Class<?> group, String prefix, String source) throws ReflectiveOperationException {
        return keys(prefix, group, source.substring(source.indexOf("interface " + group.getSimpleName() + " ")));
    }

    /** A map of groups has one for each name that the configuration gives. */
    private static Optional<Class<?>> groupIn(Type type) {
        return type instanceof ParameterizedType map && map.getRawType() == Map.class
                && map.getActualTypeArguments()[1] instanceof Class<?> value && value.isInterface() ? Optional.of(value)
                        : Optional.empty();
    }

    private static String typeName(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Type raw = parameterized.getRawType();
            return raw == Optional.class ? typeName(parameterized.getActualTypeArguments()[0])
                    : raw == List.class ? "list" : "map";
        }
        if (type == ZoneId.class) {
            return "time zone";
        }
        if (type == OptionalLong.class) {
            return "number";
        }
        if (type instanceof Class<?> one && one.isEnum()) {
            return Arrays.stream(one.getEnumConstants())
                    .map(value -> value.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .collect(joining(", "));
        }
        return Map.<Type, String> of(String.class, "text", boolean.class, "true or false", Boolean.class, "true or false",
                int.class, "number", long.class,
                "number", Duration.class, "duration", Path.class, "path", MemorySize.class, "size", BigDecimal.class, "amount")
                .getOrDefault(type, type.getTypeName());
    }

    /** The Javadoc right above a declaration, on one line. */
    private static String javadoc(String source, String declaration, Class<?> owner) throws ReflectiveOperationException {
        var found = Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/(?:(?!/\\*\\*|;).)*?\\b" + Pattern.quote(declaration),
                Pattern.DOTALL).matcher(source);
        if (!found.find()) {
            throw new IllegalStateException(owner.getName() + ": no Javadoc above " + declaration);
        }
        String text = Objects.requireNonNull(found.group(1)).replaceAll("\\s*\\n\\s*\\*\\s?", " ").strip();
        var tags = INLINE_TAG.matcher(text);
        var plain = new StringBuilder();
        while (tags.find()) {
            String content = Objects.requireNonNull(tags.group(2));
            String shown = "value".equals(tags.group(1)) ? constant(owner, content) : "`" + content + "`";
            tags.appendReplacement(plain, java.util.regex.Matcher.quoteReplacement(shown));
        }
        return tags.appendTail(plain).toString();
    }

    private static String constant(Class<?> beside, String reference) throws ReflectiveOperationException {
        String[] parts = reference.split("#", 2);
        var field = Class.forName(beside.getPackageName() + "." + parts[0]).getDeclaredField(parts[1]);
        field.setAccessible(true);
        return String.valueOf(field.get(null));
    }
}
