package org.schedlab.guest.scheduler;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.schedlab.vm.LabException;

/// The schedulers that come with schedlab. Each loads unchanged on Linux 6.16 to 7.3 (where it works at
/// all).
public final class Schedulers {
    private static final List<String> NAMES = List.of("fifo", "vtime");

    private Schedulers() {}

    /// One queue for all CPUs, ordered by virtual time: CPU time in proportion to weight. `scx.dsq_vtime`
    /// decides.
    public static FixtureScheduler vtime() {
        return named("vtime");
    }

    /// One queue for all CPUs, first come, first served.
    public static FixtureScheduler fifo() {
        return named("fifo");
    }

    /// The names that [#named(String)] knows, sorted.
    public static List<String> names() {
        return NAMES;
    }

    /// A scheduler by its name.
    ///
    /// @throws LabException if there is none of that name; says which there are
    public static FixtureScheduler named(String name) {
        if (!NAMES.contains(name)) {
            throw LabException.asked("there is no scheduler '%s'".formatted(name))
                    .available(String.join(", ", NAMES))
                    .remedy("use one of these")
                    .exception();
        }
        return new FixtureScheduler(
                name, resource(name + ".bpf.o"), new String(resource(name + ".bpf.c"), StandardCharsets.UTF_8));
    }

    private static byte[] resource(String file) {
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
