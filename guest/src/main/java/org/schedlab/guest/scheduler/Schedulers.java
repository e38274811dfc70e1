package org.schedlab.guest.scheduler;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.schedlab.vm.LabException;

/// The schedulers that come with schedlab, and the way to compile others. Each loads unchanged on
/// Linux 6.16 to 7.3 (where it works at all).
public final class Schedulers {
    private static final List<String> NAMES = List.of("fails", "fifo", "llc", "rejected", "vtime");

    private Schedulers() {}

    /// One queue for all CPUs, ordered by virtual time: CPU time in proportion to weight.
    /// `scx.dsq_vtime` decides.
    public static SchedulerObject vtime() {
        return named("vtime");
    }

    /// One queue for all CPUs, first come, first served.
    public static SchedulerObject fifo() {
        return named("fifo");
    }

    /// One queue for each last-level cache. schedlab sets its knob `llc_of_cpu` from the machine's
    /// topology when it is attached in a session.
    public static SchedulerObject llc() {
        return named("llc");
    }

    /// First come, first served, until its knob `mode` tells it to fail, in one of seven ways.
    public static SchedulerObject fails() {
        return named("fails");
    }

    /// One that the verifier does not load.
    public static SchedulerObject rejected() {
        return named("rejected");
    }

    /// The names that [#named(String)] knows, sorted.
    public static List<String> names() {
        return NAMES;
    }

    /// A scheduler by its name.
    ///
    /// @throws LabException if there is none of that name; says which there are
    public static SchedulerObject named(String name) {
        if (!NAMES.contains(name)) {
            throw LabException.asked("there is no scheduler '%s'".formatted(name))
                    .available(String.join(", ", NAMES))
                    .remedy("use one of these")
                    .exception();
        }
        String text = new String(resource(name + ".bpf.c"), StandardCharsets.UTF_8);
        return new SchedulerObject(SchedulerSource.of(name, text), resource(name + ".bpf.o"), List.of());
    }

    /// Compiles a scheduler of the user's own with [SchedulerCompiler#ofUser()].
    ///
    /// @param text C; `schedlab/scx.bpf.h` is included already
    /// @throws SchedulerException clang's errors, each with its line of the text
    public static SchedulerObject compile(String name, String text) {
        return SchedulerCompiler.ofUser().compile(SchedulerSource.of(name, text));
    }

    /// The sources of a scheduler on this host, or its compiled object; see [SchedulerFiles#of(Path)].
    public static SchedulerFiles files(String path) {
        return SchedulerFiles.of(Path.of(path));
    }

    static byte[] resource(String file) {
        try (InputStream stream = Schedulers.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("the build left out " + file);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
