package org.schedlab.guest.agent;

import java.util.Locale;
import java.util.Map;

/// Signals that tell of a program's end. Numbers: include/uapi/asm-generic/signal.h (Linux 6.18),
/// x86-64.
public final class Signals {
    /// What a terminal sends for Ctrl-C.
    public static final int INTERRUPT = 2;
    /// Ends a process that cannot refuse.
    public static final int KILL = 9;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "SIGHUP"),
            Map.entry(INTERRUPT, "SIGINT"),
            Map.entry(3, "SIGQUIT"),
            Map.entry(4, "SIGILL"),
            Map.entry(5, "SIGTRAP"),
            Map.entry(6, "SIGABRT"),
            Map.entry(7, "SIGBUS"),
            Map.entry(8, "SIGFPE"),
            Map.entry(KILL, "SIGKILL"),
            Map.entry(11, "SIGSEGV"),
            Map.entry(13, "SIGPIPE"),
            Map.entry(14, "SIGALRM"),
            Map.entry(15, "SIGTERM"),
            Map.entry(24, "SIGXCPU"),
            Map.entry(31, "SIGSYS"));

    private Signals() {}

    /// `11 (SIGSEGV)`, or the number alone.
    public static String describe(int signal) {
        String name = NAMES.get(signal);
        return name == null ? Integer.toString(signal) : String.format(Locale.ROOT, "%d (%s)", signal, name);
    }
}
