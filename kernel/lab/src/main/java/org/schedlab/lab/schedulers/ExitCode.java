package org.schedlab.lab.schedulers;

import java.util.ArrayList;
import java.util.List;

/// What a scheduler's exit code says: its upper half is the kernel's, or what the scheduler wants of its own program
/// in the kernel's words. Stateless. Source: enum scx_exit_code, kernel/sched/ext_internal.h, Linux 6.16 to 7.3.
final class ExitCode {
    private static final long HOTPLUG = 1L << 32;
    private static final long CGROUP_OFFLINE = 1L << 33;
    private static final long RESTART = 1L << 48;

    private ExitCode() {}

    /// The number, and in words what the kernel has a name for: `281479271677952 (hotplug, its program may restart
    /// it)`.
    static String text(long code) {
        List<String> words = new ArrayList<>();
        if ((code & HOTPLUG) != 0) {
            words.add("hotplug");
        }
        if ((code & CGROUP_OFFLINE) != 0) {
            words.add("its cgroup went offline");
        }
        if ((code & RESTART) != 0) {
            words.add("its program may restart it");
        }
        boolean negative = code < 0; // an errno, sign-extended
        return words.isEmpty() || negative ? Long.toString(code) : code + " (" + String.join(", ", words) + ")";
    }
}
