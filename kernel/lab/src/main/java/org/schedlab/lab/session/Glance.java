package org.schedlab.lab.session;

import java.util.Optional;
import java.util.function.Function;

import org.schedlab.vm.memory.KernelMemory;

/// A look into a session's machine on the side, for those who only help: completion and inspection.
public final class Glance {
    private Glance() {}

    /// Looks into the kernel's memory at the present freeze without waiting for a turn; leaves no
    /// trace in [VmSession#freezes()]. May be called by any thread.
    ///
    /// @param look must be quick and only read; a machine that is to go on waits for it
    /// @return empty while the machine runs or is not there
    public static <T> Optional<T> into(VmSession session, Function<KernelMemory, T> look) {
        return session.coordinator.glance(look);
    }
}
