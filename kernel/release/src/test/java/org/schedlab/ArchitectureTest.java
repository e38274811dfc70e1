package org.schedlab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/// The structure is the one that `ARCHITECTURE.md` says.
class ArchitectureTest {
    private static final Path DOCUMENT = Path.of("../../ARCHITECTURE.md");
    private static final JavaClasses SCHEDLAB = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.schedlab")
            .that(com.tngtech.archunit.base.DescribedPredicate.describe(
                    "code", each -> !each.getSimpleName().equals("package-info")));

    /// Every row: a package uses what its row names, no more and no less, `internal` packages too.
    @Test
    void packagesUseWhatTheDocumentSays() {
        assertThat(PackageTable.of(SCHEDLAB).otherThan(PackageTable.written(DOCUMENT)))
                .isEmpty();
    }

    @Test
    void aRowThatIsNotTrueIsFound() {
        var used = new PackageTable(Map.of("a", Set.of("b"), "b", Set.of(), "c", Set.of()));
        var written = new PackageTable(Map.of("a", Set.of(), "b", Set.of("a"), "d", Set.of()));
        assertThat(used.otherThan(written))
                .containsExactly(
                        "a uses b, its row does not say so",
                        "b does not use a, its row says so",
                        "c has no row",
                        "d has a row and no code");
    }

    @Test
    void packagesUseEachOtherInOneDirection() {
        assertThat(circle(PackageTable.of(SCHEDLAB).uses())).isEmpty();
    }

    @Test
    void aCircleIsFound() {
        assertThat(circle(Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("b"), "d", Set.of("a"))))
                .containsExactly("b", "c");
        assertThat(circle(Map.of("a", Set.of("b", "c"), "b", Set.of("c"), "c", Set.of())))
                .isEmpty();
    }

    /// Some packages that use each other in a circle; empty if none do. Those that use nobody that is left, and
    /// those that nobody that is left uses, are taken away until nothing changes.
    private static List<String> circle(Map<String, Set<String>> uses) {
        List<String> left = new ArrayList<>(uses.keySet().stream().sorted().toList());
        boolean changed = true;
        while (changed) {
            List<String> present = List.copyOf(left);
            changed = left.removeIf(each ->
                    uses.getOrDefault(each, Set.of()).stream().noneMatch(present::contains)
                            || present.stream()
                                    .noneMatch(other ->
                                            uses.getOrDefault(other, Set.of()).contains(each)));
        }
        return left;
    }

    @Test
    void internalPackagesAreUsedByTheirModuleOnly() {
        PackageTable.of(SCHEDLAB)
                .uses()
                .forEach((user, used) -> assertThat(used)
                        .as(user)
                        .filteredOn(each ->
                                each.contains("internal") && !module(each).equals(module(user)))
                        .isEmpty());
    }

    /// Also what a library brings along: a program that uses the session has no Jupyter on its class path.
    @Test
    void theSessionWorksWithoutJupyter() {
        noClasses()
                .that()
                .resideInAnyPackage("org.schedlab.vm..", "org.schedlab.guest..", "org.schedlab.lab..")
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
    void everyPackageSaysWhatItIsAndIsNullMarked() {
        Set<JavaPackage> packages = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.schedlab")
                .getPackage("org.schedlab")
                .getSubpackagesInTree();
        assertThat(packages).hasSizeGreaterThan(8);
        assertThat(packages.stream()
                        .filter(each -> !each.getClasses().isEmpty())
                        .filter(each -> !each.isAnnotatedWith(NullMarked.class))
                        .map(JavaPackage::getName))
                .isEmpty();
    }

    private static String module(String packageName) {
        return packageName.split("\\.", -1)[0];
    }
}
