package org.schedlab.guest.program;

import java.net.URISyntaxException;
import java.nio.file.Path;

/// The programs of `src/test/c`.
public final class Fixture {
    private Fixture() {}

    /// One of them by its name: `witness`, `witness-static`, `counting`, `third-party`.
    public static Path named(String name) {
        try {
            return Path.of(java.util.Objects.requireNonNull(Fixture.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
