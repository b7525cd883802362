package dev.ringmaster.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.google.gson.Gson;
import com.google.gson.JsonElement;

/** One rendered Kubernetes object. */
record Manifest(Map<?, ?> content) {

    private static final String MODELS = "io.kubernetes.client.openapi.models.";

    String kind() {
        return text("kind");
    }

    String name() {
        return text("metadata", "name");
    }

    String namespace() {
        return text("metadata", "namespace");
    }

    /** The value at a path of keys and list indexes, or null. */
    @Nullable
    Object at(Object... path) {
        Object value = content;
        for (Object step : path) {
            value = switch (value) {
                case Map<?, ?> map -> map.get(step);
                case List<?> list when step instanceof Integer index && index < list.size() -> list.get(index);
                case null, default -> null;
            };
        }
        return value;
    }

    String text(Object... path) {
        Object value = at(path);
        assertThat(value).as("%s of %s", List.of(path), content).isNotNull();
        return String.valueOf(value);
    }

    List<?> list(Object... path) {
        return at(path) instanceof List<?> list ? list : fail("no list at " + List.of(path) + " of " + content);
    }

    /**
     * Checks it against the type that Kubernetes' OpenAPI description has for its kind: unknown fields, missing ones, and
     * values
     * of another type are errors.
     *
     * @throws IllegalArgumentException naming the field
     */
    void validate() throws IOException, ReflectiveOperationException {
        Class<?> model = Class.forName(MODELS + "V1" + kind());
        JsonElement json = new Gson().toJsonTree(content);
        try {
            model.getMethod("validateJsonElement", JsonElement.class).invoke(null, json);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                throw new IllegalArgumentException(kind() + " " + name() + ": " + wrong.getMessage(), wrong);
            }
            throw e;
        }
    }
}
