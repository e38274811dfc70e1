package org.schedlab.vm.machine.internal.host;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Every QEMU and session folder of this JVM that is not closed yet; closes them when the JVM exits.
/// Thread-safe.
public final class OpenMachines {
    private static final Set<ClosedAtExit> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> OPEN.forEach(ClosedAtExit::close), "schedlab-close-machines"));
    }

    private OpenMachines() {}

    public static void add(ClosedAtExit open) {
        OPEN.add(open);
    }

    public static void remove(ClosedAtExit closed) {
        OPEN.remove(closed);
    }
}
