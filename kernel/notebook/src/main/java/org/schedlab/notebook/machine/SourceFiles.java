package org.schedlab.notebook.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.schedlab.guest.scheduler.SchedulerFiles;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.MagicOption;
import org.schedlab.vm.LabException;

/// Sources of schedulers on the line of a magic: `--path FILE_OR_FOLDER -I DIR -D NAME=VALUE`.
///
/// @param files what is to be compiled; empty if no sources are named
/// @param rest the words that say something else
record SourceFiles(Optional<SchedulerFiles> files, List<String> rest) {
    static final MagicOption TYPES =
            new MagicOption("types", "VMLINUZ", "a kernel whose types vmlinux.h tells, if not the booted one's");

    SourceFiles {
        rest = List.copyOf(rest);
    }

    /// Takes the words for a compiler out of the others.
    ///
    /// @throws LabException if there is no such file, or a word lacks its value
    static SourceFiles of(MagicCall call) {
        List<String> rest = new ArrayList<>();
        List<String> includes = new ArrayList<>();
        List<String> defines = new ArrayList<>();
        List<String> words = call.arguments()
                .subList(0, call.arguments().size() - call.passedOn().size());
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean include = word.startsWith("-I");
            if (!include && !word.startsWith("-D")) {
                rest.add(word);
                continue;
            }
            boolean apart = word.length() == 2;
            if (apart && i + 1 == words.size()) {
                throw LabException.asked("%s of %%scheduler needs a value".formatted(word))
                        .available("-I DIR, -D NAME=VALUE")
                        .remedy("say which")
                        .exception();
            }
            (include ? includes : defines).add(apart ? words.get(i + 1) : word.substring(2));
            i += apart ? 1 : 0;
        }
        Optional<Path> path =
                call.option(ExecutableSchedulers.PATH.name()).map(Path::of).filter(SchedulerFiles::isOne);
        if (path.isEmpty()) {
            requireNone(includes, defines);
            return new SourceFiles(Optional.empty(), rest);
        }
        SchedulerFiles files = SchedulerFiles.of(path.get());
        for (String include : includes) {
            files = files.withInclude(Path.of(include));
        }
        for (String define : defines) {
            files = files.withDefine(define);
        }
        Optional<String> types = call.option(TYPES.name());
        return new SourceFiles(Optional.of(types.isPresent() ? files.withTypesOf(Path.of(types.get())) : files), rest);
    }

    private static void requireNone(List<String> includes, List<String> defines) {
        if (!includes.isEmpty() || !defines.isEmpty()) {
            throw LabException.asked("-I and -D of %scheduler are for sources")
                    .found("no --path that ends with .c, or is a folder")
                    .remedy("%scheduler --path my_scheduler.bpf.c -I include")
                    .exception();
        }
    }

    /// The Java that compiles the same.
    static String java(SchedulerFiles files, String path) {
        StringBuilder java = new StringBuilder("compile(Schedulers.files(%s)".formatted(quoted(path)));
        files.includes().stream()
                .skip(1)
                .forEach(include -> java.append(".withInclude(Path.of(%s))".formatted(quoted(include.toString()))));
        files.defines().forEach(define -> java.append(".withDefine(%s)".formatted(quoted(define))));
        files.types()
                .ifPresent(kernel -> java.append(".withTypesOf(Path.of(%s))".formatted(quoted(kernel.toString()))));
        return java.append(')').toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
