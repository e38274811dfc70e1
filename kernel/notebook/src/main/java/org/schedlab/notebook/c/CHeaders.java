package org.schedlab.notebook.c;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.schedlab.guest.scheduler.SchedulerCompiler;

/// What a scheduler's text sees without including anything: schedlab's header, and those of libbpf which that
/// includes, as they are on this host.
///
/// @param scheduler schedlab's own
/// @param helpers libbpf's; empty if it is not installed, and then nothing compiles either
record CHeaders(CNames scheduler, CNames helpers) {
    private static final Path LIBBPF = Path.of("/usr/include/bpf");
    private static final List<String> INCLUDED =
            List.of("bpf_helpers.h", "bpf_helper_defs.h", "bpf_core_read.h", "bpf_tracing.h");

    /// Read once, when it is first asked for.
    private static final class Known {
        static final CHeaders HEADERS = new CHeaders(CNames.of(SchedulerCompiler.header()), libbpf());
    }

    static CHeaders known() {
        return Known.HEADERS;
    }

    private static CNames libbpf() {
        return new CNames(
                INCLUDED.stream()
                        .map(file -> CNames.of(read(LIBBPF.resolve(file))))
                        .flatMap(names -> names.all().stream())
                        .filter(each -> !each.name().startsWith("_"))
                        .map(CHeaders::called)
                        .toList(),
                Map.of());
    }

    /// A helper is a pointer to a function, which is of no use to the reader.
    private static Declared called(Declared each) {
        return new Declared(
                each.name(),
                each.kind(),
                each.text().replace("(*" + each.name() + ")", each.name()),
                each.type(),
                each.start(),
                each.comment().replaceFirst("^" + each.name() + " ", ""));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException notInstalled) {
            return "";
        }
    }
}
