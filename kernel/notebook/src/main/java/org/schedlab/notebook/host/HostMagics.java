package org.schedlab.notebook.host;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

import org.schedlab.notebook.magics.Magic;

/// The magics of this package.
public final class HostMagics {
    private HostMagics() {}

    /// `%timeit`, `%who`, `%load`, `%save`, `%bash` and `!`, `%maven`, `%jars`.
    ///
    /// @param guestClock where the machine's clock stands, in ns; empty without a machine
    public static List<Magic> all(Supplier<OptionalLong> guestClock) {
        return List.of(
                new TimeitMagic(guestClock),
                new WhoMagic(),
                new LoadMagic(),
                new SaveMagic(),
                new BashMagic(),
                new MavenMagic(),
                new JarsMagic());
    }
}
