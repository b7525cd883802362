package dev.ringmaster.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.google.gson.Gson;
import com.google.gson.JsonElement;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** One rendered Kubernetes object. */
record Manifest(Map<?, ?> content) {

    private static final String MODELS = "io.kubernetes.client.openapi.models.";
    private static final String PROMETHEUS_OPERATOR = "monitoring.coreos.com/";
    private static final KubernetesSerialization KNOWN_TYPES = new KubernetesSerialization();
    private static final ObjectMapper DESCRIBED_FIELDS = new ObjectMapper().setAnnotationIntrospector(new WithoutUnknown());

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
     * Checks it against the type that the API description of Kubernetes, or of the Prometheus operator, has for its version
     * and kind: unknown fields, missing ones, and values of another type are errors.
     *
     * @throws IllegalArgumentException naming the field
     */
    void validate() throws IOException, ReflectiveOperationException {
        Object typed = KNOWN_TYPES.unmarshal(KNOWN_TYPES.asJson(content));
        if (typed instanceof GenericKubernetesResource) {
            throw new IllegalArgumentException("there is no " + kind() + " in " + text("apiVersion"));
        }
        if (text("apiVersion").startsWith(PROMETHEUS_OPERATOR)) {
            assertThat(DESCRIBED_FIELDS.<JsonNode> valueToTree(typed)).as("%s %s", kind(), name())
                    .isEqualTo(DESCRIBED_FIELDS.valueToTree(content));
        } else {
            validateByOpenApi();
        }
    }

    private void validateByOpenApi() throws ReflectiveOperationException {
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

    /** Leaves out what a type keeps without knowing it. */
    private static final class WithoutUnknown extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnyGetter(Annotated method) {
            return false;
        }
    }
}
