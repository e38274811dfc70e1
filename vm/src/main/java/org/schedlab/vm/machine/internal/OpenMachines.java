package org.schedlab.vm.machine.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Every QEMU of this JVM that is not closed yet; closes them when the JVM exits. Thread-safe.
final class OpenMachines {
    private static final Set<RunningQemu> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> OPEN.forEach(RunningQemu::close), "schedlab-close-machines"));
    }

    private OpenMachines() {}

    static void add(RunningQemu qemu) {
        OPEN.add(qemu);
    }

    static void remove(RunningQemu qemu) {
        OPEN.remove(qemu);
    }
}
