package org.schedlab.notebook.cells;

import org.schedlab.vm.LabException;

/// What the woven code of cells calls. Public only because cells are other classes; not for use by
/// hand.
public final class CellGuard {
    private static volatile boolean stop;

    private CellGuard() {}

    static void stop(boolean value) {
        stop = value;
    }

    static boolean stopped() {
        return stop;
    }

    /// Called at the start of every method of a cell and before every jump back.
    public static void check() {
        if (stop) {
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
}
