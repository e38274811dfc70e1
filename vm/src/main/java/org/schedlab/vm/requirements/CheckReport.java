package org.schedlab.vm.requirements;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.schedlab.vm.requirements.Finding.Verdict;

/// What a check found, as text.
///
/// @param subject what was looked at
/// @param findings one of each requirement
public record CheckReport(String subject, List<Finding> findings) {
    public CheckReport {
        findings = List.copyOf(findings);
    }

    /// Whether schedlab can work with the kernel, as far as was to be told.
    public boolean fits() {
        return findings.stream().noneMatch(Finding::isFatal);
    }

    /// Every requirement, one a line, and a conclusion.
    public String text() {
        return subject + "\n" + findings.stream().map(CheckReport::line).collect(Collectors.joining()) + conclusion();
    }

    /// What is missing, one a line; empty if nothing is.
    public String missing() {
        return findings.stream()
                .filter(each -> each.verdict() == Verdict.MISSING)
                .map(CheckReport::line)
                .collect(Collectors.joining());
    }

    /// The last lines of the whole report.
    public String conclusion() {
        long fatal = findings.stream().filter(Finding::isFatal).count();
        long lost = count(Verdict.MISSING) - fatal;
        long untold = count(Verdict.UNKNOWN);
        String first = fatal > 0
                ? String.format(Locale.ROOT, "schedlab cannot use this kernel: %d of what it needs missing", fatal)
                : "schedlab can use this kernel" + (untold > 0 ? " as far as can be told" : "");
        String second = lost == 0
                ? ""
                : String.format(Locale.ROOT, "; what else is missing (%d) costs only what its line says", lost);
        String third = untold == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%n%d unknown: they cannot be told from an image: check the .config it was built with (/boot/config-RELEASE)",
                        untold);
        String fourth = count(Verdict.MISSING) == 0
                ? ""
                : "\nto set them all: scripts/kconfig/merge_config.sh .config install/kernel.config (docs/your-own-kernel.md)";
        return first + second + third + fourth + "\n";
    }

    private long count(Verdict verdict) {
        return findings.stream().filter(each -> each.verdict() == verdict).count();
    }

    private static String line(Finding finding) {
        Requirement requirement = finding.requirement();
        String start = switch (finding.verdict()) {
            case FOUND -> "found    ";
            case MISSING -> requirement.needed() ? "MISSING  " : "missing  ";
            case UNKNOWN -> "unknown  ";
        };
        String why = finding.verdict() == Verdict.MISSING
                ? "%s; without it: %s".formatted(requirement.purpose(), requirement.without())
                : requirement.purpose();
        return "%s%s (%s): %s%n".formatted(start, requirement.name(), finding.seen(), why);
    }
}
