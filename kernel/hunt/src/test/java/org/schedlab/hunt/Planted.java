package org.schedlab.hunt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.Schedulers;

/// Schedulers with one bug each; what it is stands at the top of each file.
final class Planted {
    static final List<String> NAMES = List.of("lost", "moved", "light", "order", "stale", "idle", "offline");

    private Planted() {}

    static SchedulerObject scheduler(String name) {
        return Schedulers.compile(name, source(name));
    }

    private static String source(String name) {
        try (InputStream in = Planted.class.getResourceAsStream("/planted/%s.bpf.c".formatted(name))) {
            if (in == null) {
                throw new IllegalStateException("no planted scheduler " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
