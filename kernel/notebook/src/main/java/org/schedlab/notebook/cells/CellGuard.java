package org.schedlab.notebook.cells;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.schedlab.vm.LabException;

/// What the woven code of cells calls. Public only because cells are other classes; not for use by
/// hand.
public final class CellGuard {
    private static final Set<Thread> LEFT_BEHIND = ConcurrentHashMap.newKeySet();
    private static volatile boolean stop;

    /// Whether anybody has to stop: all that [#check] reads in the usual case.
    private static volatile boolean anyStops;

    private CellGuard() {}

    static synchronized void stop(boolean value) {
        stop = value;
        anyStops = stop || !LEFT_BEHIND.isEmpty();
    }

    /// This thread stops as soon as it runs code of a cell, whatever cell runs then.
    static synchronized void leaveBehind(Thread thread) {
        LEFT_BEHIND.add(thread);
        anyStops = true;
    }

    /// This thread has ended.
    static synchronized void ended(Thread thread) {
        if (LEFT_BEHIND.remove(thread)) {
            anyStops = stop || !LEFT_BEHIND.isEmpty();
        }
    }

    /// Called at the start of every method of a cell and before every jump back.
    public static void check() {
        if (anyStops && (stop || LEFT_BEHIND.contains(Thread.currentThread()))) {
            throw new CellStoppedError();
        }
    }

    /// Called instead of `System.exit`, `Runtime.exit` and `Runtime.halt`.
    @SuppressWarnings("DoNotCallSuggester")
    public static void exit(int status) {
        throw LabException.asked("a cell asked to end the kernel with exit status " + status + "; the kernel lives on")
                .remedy("leave the cell with return or an exception, or restart the kernel from the front end's menu")
                .exception();
    }

    /// The instance form of [#exit(int)].
    public static void exit(Runtime runtime, int status) {
        exit(status);
    }

    /// Called instead of `ProcessBuilder.start`: what would inherit the kernel's own output is shown in the
    /// cell.
    public static Process start(ProcessBuilder builder) throws IOException {
        return ShownProcess.start(builder);
    }
}
