package org.schedlab.vm.machine.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Sees from outside that QEMU's main thread has asked the vCPUs to stop: it then waits for them in a
/// futex, where it otherwise waits in ppoll. Only then is the guest let go from its freeze point, so
/// that it stops right behind it.
final class VcpuPause {
    private static final String FUTEX = System.getProperty("os.arch", "").equals("aarch64") ? "98 " : "202 ";
    private static final int LOOKS = 3;
    private static final Duration BETWEEN = Duration.ofMillis(1);
    /// Where the kernel hides system calls of other processes (Yama), this long is a thousand times
    /// what QEMU needs.
    private static final Duration BLIND = Duration.ofMillis(300);

    private VcpuPause() {}

    static void await(long pid, Deadline deadline) {
        Path syscall = Path.of("/proc/" + pid + "/task/" + pid + "/syscall");
        String seen = "";
        int times = 0;
        while (times < LOOKS) {
            String now;
            try {
                now = Files.readString(syscall);
            } catch (IOException e) {
                LockSupport.parkNanos(BLIND.toNanos());
                return;
            }
            times = now.startsWith(FUTEX) && now.equals(seen) ? times + 1 : 0;
            seen = now;
            if (deadline.passed()) {
                throw deadline.missed("QEMU to pause its CPUs", "close the machine and boot again");
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }
}
