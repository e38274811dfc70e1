package org.schedlab.guest.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.schedlab.vm.HostProcess;
import org.schedlab.vm.LabException;

/// What clang printed, in the user's terms.
///
/// @param output all of it
/// @param header the text of `scx.bpf.h`
record CompilerReport(SchedulerSource source, String output, String header) {

    /// The warnings, each with the notes below it.
    List<String> warnings() {
        return texts(Diagnostic.Kind.WARNING);
    }

    /// Why there is no object.
    ///
    /// @param clang the compiler, as it was called
    /// @param compiled how it ended
    /// @param install the command that installs what it needs
    SchedulerException failure(String clang, HostProcess compiled, String install) {
        List<Diagnostic> errors = Diagnostic.parse(output).stream()
                .filter(each -> each.kind() == Diagnostic.Kind.ERROR)
                .toList();
        LabException.Message message = LabException.asked("the scheduler %s does not compile: %s"
                .formatted(source.name(), errors.size() == 1 ? "one error" : errors.size() + " errors"));
        if (errors.isEmpty()) {
            return withoutErrors(clang, compiled, install);
        }
        message.found(indented(String.join("\n", texts(Diagnostic.Kind.ERROR))));
        Diagnostic first = errors.getFirst();
        if (first.message().contains("'bpf/")) {
            return SchedulerException.of(message.remedy(install));
        }
        return SchedulerException.at(
                first.line(),
                message.remedy(String.format(
                        Locale.ROOT, "fix line %d and run it again; the scheduler in charge stays", first.line())));
    }

    private SchedulerException withoutErrors(String clang, HostProcess compiled, String install) {
        String printed = output.isBlank() ? "it printed nothing" : "it printed: " + indented(output.strip());
        String how = compiled.killedBy().map(signal -> "was " + signal).orElse("ended with code " + compiled.code());
        return SchedulerException.of(LabException.asked("the scheduler %s was not compiled".formatted(source.name()))
                .found("%s %s; %s".formatted(clang, how, printed))
                .remedy(
                        compiled.killedBy().isPresent()
                                ? "run it again; free memory if the host is short of it; the scheduler in charge stays"
                                : install));
    }

    private List<String> texts(Diagnostic.Kind kind) {
        List<String> texts = new ArrayList<>();
        boolean wanted = false;
        for (Diagnostic each : Diagnostic.parse(output)) {
            wanted = each.kind() == kind || (wanted && each.kind() == Diagnostic.Kind.NOTE);
            if (wanted && each.kind() == Diagnostic.Kind.NOTE) {
                texts.set(
                        texts.size() - 1,
                        texts.getLast() + "\n  " + each.text(source, header).replace("\n", "\n  "));
            } else if (wanted) {
                texts.add(each.text(source, header));
            }
        }
        return texts;
    }

    private static String indented(String text) {
        return text.replace("\n", "\n    ");
    }
}
