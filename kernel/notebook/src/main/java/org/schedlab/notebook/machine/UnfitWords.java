package org.schedlab.notebook.machine;

import java.util.List;

import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.vm.LabException;

/// Words of `%scheduler` that mean nothing to what it names. They are refused: whoever wrote them would believe that
/// they had an effect. Stateless.
final class UnfitWords {
    private static final List<String> OF_SOURCES =
            List.of(SchedulerMagic.WATCH, SchedulerMagic.METRIC, SourceFiles.TYPES.name());

    private UnfitWords() {}

    /// @param words that are neither options nor the executable's arguments, its name left out
    static void ofExecutable(MagicCall call, List<String> words) {
        requireNone(call, OF_SOURCES, "sources: --path that ends with .c, .bc or .o, or is a folder");
        requireNone(call, List.of("source"), "schedulers whose C text is known here");
        if (!words.isEmpty()) {
            throw LabException.asked("'%s' cannot be said to an executable".formatted(words.getFirst()))
                    .found("its program sets the variables of its scheduler itself before it loads it")
                    .available("arguments of its own behind --; variables that are not constant, once it is in charge")
                    .remedy("%scheduler … -- ARGUMENTS, then %knobs KNOB=VALUE")
                    .exception();
        }
    }

    static void ofFiles(MagicCall call) {
        requireNone(call, List.of(ExecutableSchedulers.PATIENCE.name()), "executables");
        requireNone(call, List.of("source"), "schedulers whose C text is known here");
        requireNoArguments(call);
    }

    /// @param words behind the name
    static void ofKernelsOwn(String name, List<String> words) {
        if (!words.isEmpty()) {
            throw LabException.asked("'%s' cannot be said to %s".formatted(words.getFirst(), name))
                    .found("it is the kernel's own scheduler, which has settings and no knobs")
                    .remedy("settings(), or name a scheduler in BPF")
                    .exception();
        }
    }

    static void ofNamed(MagicCall call) {
        requireNone(call, OF_SOURCES, "sources: --path that ends with .c, .bc or .o, or is a folder");
    }

    private static void requireNone(MagicCall call, List<String> options, String whom) {
        options.stream().filter(call::flag).findFirst().ifPresent(option -> {
            throw LabException.asked("--%s of %%scheduler is for %s".formatted(option, whom))
                    .remedy("leave it out, or name one of these")
                    .exception();
        });
    }

    private static void requireNoArguments(MagicCall call) {
        if (!call.passedOn().isEmpty()) {
            throw LabException.asked("'%s' behind -- is for executables"
                            .formatted(call.passedOn().getFirst()))
                    .found("sources, whose BPF half has no arguments")
                    .remedy("set its variables: KNOB=VALUE")
                    .exception();
        }
    }
}
