package dev.ringmaster.card.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import dev.ringmaster.card.workflow.Action;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;

class EveryActionHasAHandlerTest {

    private static final String PREFIX = "card.action.";

    /** A second consumer of an address would get every other request only. */
    @Test
    void thereIsExactlyOneHandlerForEachAction() {
        assertThat(handlers()).extracting(EveryActionHasAHandlerTest::address)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Action.values()).map(Action::address).toList());
    }

    @Test
    void handlersTakeARequestAndPromiseAnOutcome() {
        assertThat(handlers()).isNotEmpty().allSatisfy(method -> {
            assertThat(method.reflect().getParameterTypes()).containsExactly(ActionRequest.class);
            assertThat(method.reflect().getGenericReturnType().getTypeName())
                    .isEqualTo(Uni.class.getName() + "<" + ActionOutcome.class.getName() + ">");
        });
    }

    private static List<JavaMethod> handlers() {
        return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.ringmaster").stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(ConsumeEvent.class) && address(method).startsWith(PREFIX))
                .toList();
    }

    private static String address(JavaMethod method) {
        return method.getAnnotationOfType(ConsumeEvent.class).value();
    }
}
