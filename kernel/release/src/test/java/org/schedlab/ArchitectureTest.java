package org.schedlab;

import java.util.Set;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTest {
    private static final JavaClasses SCHEDLAB = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.schedlab");

    @Test
    void theMachineKnowsNeitherAgentNorNotebook() {
        noClasses()
                .that()
                .resideInAPackage("org.schedlab.vm..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.schedlab.guest..",
                        "org.schedlab.lab..",
                        "org.schedlab.notebook..",
                        "org.schedlab.benchmark..")
                .check(SCHEDLAB);
    }

    @Test
    void theGuestClientKnowsNoNotebook() {
        noClasses()
                .that()
                .resideInAPackage("org.schedlab.guest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.schedlab.lab..", "org.schedlab.notebook..", "org.schedlab.benchmark..")
                .check(SCHEDLAB);
    }

    @Test
    void theSessionWorksWithoutJupyter() {
        noClasses()
                .that()
                .resideInAnyPackage("org.schedlab.lab..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.schedlab.notebook..",
                        "org.schedlab.benchmark..",
                        "io.github.spencerpark..",
                        "org.zeromq..",
                        "org.slf4j..",
                        "jdk.jshell..")
                .check(SCHEDLAB);
    }

    @Test
    void internalPackagesAreUsedByTheirModuleOnly() {
        classes().should(leaveForeignInternalsAlone()).check(SCHEDLAB);
    }

    @Test
    void packagesOfAModuleHaveNoCycles() {
        for (String module : Set.of("vm", "guest", "lab", "notebook")) {
            SlicesRuleDefinition.slices()
                    .matching("org.schedlab." + module + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .check(SCHEDLAB);
        }
    }

    @Test
    void everyPackageSaysWhatItIsAndIsNullMarked() {
        Set<JavaPackage> packages = SCHEDLAB.getPackage("org.schedlab").getSubpackagesInTree();
        assertThat(packages).hasSizeGreaterThan(8);
        assertThat(packages.stream()
                        .filter(each -> !each.getClasses().isEmpty())
                        .filter(each -> !each.isAnnotatedWith(NullMarked.class))
                        .map(JavaPackage::getName))
                .isEmpty();
    }

    private static ArchCondition<JavaClass> leaveForeignInternalsAlone() {
        return new ArchCondition<>("use `internal` packages of their own module only") {
            @Override
            public void check(JavaClass origin, ConditionEvents events) {
                origin.getDirectDependenciesFromSelf().forEach(dependency -> {
                    String target = dependency.getTargetClass().getPackageName();
                    boolean foreign = target.startsWith("org.schedlab.")
                            && target.contains(".internal")
                            && !module(target).equals(module(origin.getPackageName()));
                    if (foreign) {
                        events.add(SimpleConditionEvent.violated(origin, dependency.getDescription()));
                    }
                });
            }
        };
    }

    private static String module(String packageName) {
        return packageName.split("\\.", -1)[2];
    }
}
