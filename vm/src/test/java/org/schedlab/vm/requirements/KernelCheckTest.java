package org.schedlab.vm.requirements;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.schedlab.vm.requirements.Finding.Verdict;
import org.schedlab.vm.spec.Topology;

import static org.assertj.core.api.Assertions.assertThat;

/// Configurations: each option alone decides about its requirement.
class KernelCheckTest {
    private static final String WHOLE = KernelRequirements.fragment();

    @Test
    void theFragmentFulfilsEverything() {
        assertThat(check(WHOLE)).extracting(Finding::verdict).containsOnly(Verdict.FOUND);
        CheckReport report = new CheckReport(".config", check(WHOLE));
        assertThat(report.fits()).isTrue();
        assertThat(report.missing()).isEmpty();
        assertThat(report.conclusion()).isEqualTo("schedlab can use this kernel\n");
    }

    @Test
    void eachOptionAloneIsMissed() {
        for (Requirement requirement : KernelRequirements.ALL) {
            String line = requirement.setting().line(requirement.option()) + "\n";
            String contrary = requirement.setting() instanceof Setting.No ? requirement.option() + "=y\n" : "";
            assertThat(WHOLE).containsOnlyOnce(line);
            assertThat(check(WHOLE.replace(line, contrary)))
                    .filteredOn(finding -> finding.verdict() != Verdict.FOUND)
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.requirement()).isEqualTo(requirement);
                        assertThat(finding.isFatal()).isEqualTo(requirement.needed());
                    });
        }
    }

    @Test
    void everythingMissingIsNamedInOnePass() {
        List<Finding> findings = check("CONFIG_ARM64=y\n# CONFIG_SMP is not set\n");
        CheckReport report = new CheckReport(".config", findings);
        long allowed = KernelRequirements.ALL.stream()
                .filter(each -> each.setting() instanceof Setting.No)
                .count();
        assertThat(report.missing().lines()).hasSize((int) (KernelRequirements.ALL.size() - allowed));
        assertThat(report.missing())
                .contains(
                        "MISSING  CONFIG_X86_64 (CONFIG_X86_64 is not set): the machine is an x86-64 PC; without it: ")
                .contains(
                        "missing  CONFIG_CPUSETS (CONFIG_CPUSETS is not set): cpuset.cpus; without it: cgroups without");
        assertThat(report.fits()).isFalse();
    }

    @Test
    void aModuleIsNotEnough() {
        assertThat(of(check(WHOLE.replace("CONFIG_SERIAL_8250=y", "CONFIG_SERIAL_8250=m")), "CONFIG_SERIAL_8250"))
                .satisfies(finding -> {
                    assertThat(finding.verdict()).isEqualTo(Verdict.MISSING);
                    assertThat(finding.seen()).isEqualTo("CONFIG_SERIAL_8250=m, a module; the guest loads none");
                });
    }

    @Test
    void oneSerialPortIsTooFew() {
        String option = "CONFIG_SERIAL_8250_RUNTIME_UARTS";
        assertThat(of(check(WHOLE.replace(option + "=4", option + "=1")), option)
                        .verdict())
                .isEqualTo(Verdict.MISSING);
        assertThat(of(check(WHOLE.replace(option + "=4", option + "=2")), option)
                        .verdict())
                .isEqualTo(Verdict.FOUND);
    }

    @Test
    void theLargestMachineFits() {
        assertThat(of(check(WHOLE), "CONFIG_NR_CPUS").requirement().setting())
                .isEqualTo(new Setting.AtLeast(Topology.MAX_CPUS, 512));
    }

    @Test
    void anyKindOfDebugInformationDoes() {
        String option = "CONFIG_DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT";
        Finding finding = of(check(WHOLE.replace(option + "=y", "CONFIG_DEBUG_INFO_DWARF5=y")), option);
        assertThat(finding.verdict()).isEqualTo(Verdict.FOUND);
        assertThat(finding.seen()).isEqualTo("CONFIG_DEBUG_INFO_DWARF5=y");
    }

    @Test
    void aConfigurationIsToldFromOtherText() {
        assertThat(KernelConfig.parse("a kernel")).isEmpty();
        assertThat(KernelConfig.parse("# CONFIG_SMP is not set"))
                .contains(new KernelConfig(Map.of(), Optional.empty()));
        assertThat(KernelConfig.parse("CONFIG_HZ=100\nCONFIG_LOCALVERSION=\"-a=b\"\nCONFIG_HZ=250\n"))
                .contains(new KernelConfig(
                        Map.of("CONFIG_HZ", "250", "CONFIG_LOCALVERSION", "\"-a=b\""), Optional.empty()));
    }

    @Test
    void anOptionThatOlderSourcesDoNotKnowIsToldAndCostsOnlyWhatItIsFor() {
        String option = "CONFIG_SCHED_CLASS_EXT";
        String without = WHOLE.replace(option + "=y\n", "");
        CheckReport report =
                new CheckReport(".config", check("#\n# Linux/x86 6.6.87 Kernel Configuration\n#\n" + without));
        assertThat(report.fits()).isTrue();
        assertThat(report.missing())
                .isEqualTo("missing  CONFIG_SCHED_CLASS_EXT (Linux 6.6.87 has no such option, it came with 6.12):"
                        + " schedulers in BPF; without it: the kernel's own scheduler only%n".formatted());
        assertThat(of(check("# Linux/x86 6.12.0-rc1 Kernel Configuration\n" + without), option)
                        .seen())
                .isEqualTo("CONFIG_SCHED_CLASS_EXT is not set");
    }

    @Test
    void noOptionIsListedTwice() {
        assertThat(KernelRequirements.ALL.stream()
                        .flatMap(each -> each.options().stream())
                        .collect(Collectors.toList()))
                .doesNotHaveDuplicates()
                .allMatch(option -> option.matches("CONFIG_[A-Z0-9_]+"));
    }

    private static List<Finding> check(String config) {
        return KernelCheck.of(KernelConfig.parse(config).orElseThrow());
    }

    private static Finding of(List<Finding> findings, String option) {
        Optional<Finding> found = findings.stream()
                .filter(each -> each.requirement().option().equals(option))
                .findFirst();
        return found.orElseThrow();
    }
}
