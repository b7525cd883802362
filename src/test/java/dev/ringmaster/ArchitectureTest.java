package dev.ringmaster;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.NullMarked;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import dev.ringmaster.agent.PlatformProbes;
import dev.ringmaster.runner.Confinement;
import dev.ringmaster.runner.EnvironmentPolicy;
import dev.ringmaster.runner.LineFramer;
import dev.ringmaster.runner.ProcessSpec;
import dev.ringmaster.runner.Runner;
import dev.ringmaster.runner.RunnerException;
import dev.ringmaster.security.Redactor;

/** The shape of the code: who may know whom, and what the domain must not know. */
@AnalyzeClasses(packages = "dev.ringmaster", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /**
     * {@code support <- journal <- card <- {workspace, agent, runner, prompt, metrics} <- loop <- delivery}, with project
     * beside card. A layer names who may use it; what it names is also all who do.
     */
    @ArchTest
    static final ArchRule dependencies_point_one_way = layeredArchitecture().consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("support").definedBy("dev.ringmaster.support..")
            .layer("journal").definedBy("dev.ringmaster.journal..")
            .layer("project").definedBy("dev.ringmaster.project..")
            .layer("card").definedBy("dev.ringmaster.card..")
            .layer("workspace").definedBy("dev.ringmaster.workspace..")
            .layer("agent").definedBy("dev.ringmaster.agent..")
            .layer("runner").definedBy("dev.ringmaster.runner..")
            .layer("prompt").definedBy("dev.ringmaster.prompt..")
            .layer("metrics").definedBy("dev.ringmaster.metrics..")
            .layer("security").definedBy("dev.ringmaster.security..")
            .layer("loop").definedBy("dev.ringmaster.loop..")
            .layer("delivery").definedBy("dev.ringmaster.delivery..")
            .layer("demo").definedBy("dev.ringmaster.demo..")
            .layer("doctor").definedBy("dev.ringmaster.doctor..")
            .whereLayer("journal").mayOnlyBeAccessedByLayers("card", "metrics", "loop", "delivery")
            .whereLayer("project").mayOnlyBeAccessedByLayers("card", "workspace", "metrics", "loop", "delivery", "demo")
            .whereLayer("card").mayOnlyBeAccessedByLayers("metrics", "loop", "delivery", "demo")
            .whereLayer("workspace").mayOnlyBeAccessedByLayers("loop", "delivery", "demo")
            .whereLayer("agent").mayOnlyBeAccessedByLayers("prompt", "metrics", "loop", "doctor", "demo")
            .whereLayer("runner").mayOnlyBeAccessedByLayers("loop", "delivery")
            .whereLayer("prompt").mayOnlyBeAccessedByLayers("loop")
            .whereLayer("metrics").mayOnlyBeAccessedByLayers("loop", "delivery")
            .whereLayer("security").mayOnlyBeAccessedByLayers("loop", "delivery")
            .whereLayer("loop").mayOnlyBeAccessedByLayers("delivery")
            .whereLayer("delivery").mayOnlyBeAccessedByLayers("doctor")
            .whereLayer("demo").mayNotBeAccessedByAnyLayer()
            .whereLayer("doctor").mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule features_form_no_cycle = slices().matching("dev.ringmaster.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packages_form_no_cycle = slices().matching("dev.ringmaster.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_domain_is_plain_java = noClasses()
            .that(are(resideInAnyPackage("dev.ringmaster.card.workflow", "dev.ringmaster.loop.rules", "dev.ringmaster.prompt",
                    "dev.ringmaster.agent", "dev.ringmaster.agent.claude", "dev.ringmaster.agent.custom",
                    "dev.ringmaster.agent.demo"))
                    .or(belongToAnyOf(Redactor.class, LineFramer.class)))
            // Runs the probes of the platforms off the event loop, and remembers what they found.
            .and(are(not(belongToAnyOf(PlatformProbes.class))))
            .should().dependOnClassesThat(resideInAnyPackage("jakarta..", "io.vertx..", "io.smallrye.mutiny..", "io.quarkus..")
                    .and(not(resideInAnyPackage("jakarta.annotation.."))));

    /** They are local processes today and may be pods tomorrow; only what makes the runner injectable knows which. */
    @ArchTest
    static final ArchRule only_the_runner_knows_what_an_agent_runs_as = noClasses()
            .that(are(not(resideInAnyPackage("dev.ringmaster.runner.."))).and(are(not(nameMatching(
                    "dev\\.ringmaster\\.(loop\\.(LoopProducers|SandboxSetup)|StartSettings)(\\$.*)?")))))
            .should().dependOnClassesThat(resideInAnyPackage("dev.ringmaster.runner..").and(not(belongToAnyOf(Runner.class,
                    ProcessSpec.class, Confinement.class, RunnerException.class, EnvironmentPolicy.class, LineFramer.class))));

    @ArchTest
    static final ArchRule nobody_who_works_with_agents_touches_processes = noClasses()
            .that(are(resideInAnyPackage("dev.ringmaster.loop..", "dev.ringmaster.delivery..", "dev.ringmaster.card..",
                    "dev.ringmaster.journal..", "dev.ringmaster.metrics..", "dev.ringmaster.prompt..")))
            .should().dependOnClassesThat(belongToAnyOf(Process.class, ProcessBuilder.class, ProcessHandle.class));

    @ArchTest
    static final ArchRule nothing_is_injected_into_fields = fields().should()
            .notBeAnnotatedWith(Inject.class).andShould().notBeAnnotatedWith(ConfigProperty.class);

    @ArchTest
    static final ArchRule every_package_is_null_marked = classes().should(beInANullMarkedPackage());

    @ArchTest
    static final ArchRule names_say_what_a_class_is_for = noClasses().should(have(simpleNameEndingWith("Util")
            .or(simpleNameEndingWith("Utils")).or(simpleNameEndingWith("Helper")).or(simpleNameEndingWith("Helpers"))
            .or(simpleNameEndingWith("ServiceImpl"))));

    /**
     * Waiting is a timer's or a notification's business. These two wait on worker threads for what the system tells nobody:
     * the death of processes that are not our children, and the end of another program's lock file.
     */
    @ArchTest
    static final ArchRule nobody_sleeps = noClasses()
            .that(are(not(nameMatching(".*\\.(Git|Terminator)(\\$.*)?"))))
            .should().callMethodWhere(target(name("sleep")).and(target(owner(belongToAnyOf(Thread.class, TimeUnit.class)))));

    private static ArchCondition<JavaClass> have(com.tngtech.archunit.base.DescribedPredicate<JavaClass> predicate) {
        return ArchCondition.from(predicate);
    }

    private static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return new ArchCondition<>("be in a package that is @NullMarked") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                var marked = item.getPackage().tryGetAnnotationOfType(NullMarked.class).isPresent();
                events.add(new SimpleConditionEvent(item, marked, item.getName() + " is in " + item.getPackageName()
                        + ", which has " + (marked ? "a" : "no") + " @NullMarked package-info"));
            }
        };
    }
}
