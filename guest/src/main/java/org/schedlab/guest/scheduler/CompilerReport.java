package org.schedlab.guest.scheduler;

import java.util.ArrayList;
import java.util.List;

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
    /// @param install the command that installs what clang needs
    SchedulerException failure(String install) {
        List<Diagnostic> errors = Diagnostic.parse(output).stream()
                .filter(each -> each.kind() == Diagnostic.Kind.ERROR)
                .toList();
        LabException.Message message = LabException.asked("the scheduler %s does not compile: %s"
                .formatted(source.name(), errors.size() == 1 ? "one error" : errors.size() + " errors"));
        if (errors.isEmpty()) {
            return SchedulerException.of(
                    LabException.asked("the scheduler %s was not compiled".formatted(source.name()))
                            .found(indented(output.strip()))
                            .remedy(install));
        }
        message.found(indented(String.join("\n", texts(Diagnostic.Kind.ERROR))));
        Diagnostic first = errors.getFirst();
        if (first.message().contains("'bpf/")) {
            return SchedulerException.of(message.remedy(install));
        }
        return SchedulerException.at(
                first.line(),
                message.remedy("mend line %d and run it again; the scheduler in charge stays".formatted(first.line())));
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
