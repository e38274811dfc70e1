package org.schedlab.lab;

/// Is told how far the long calls of a session are: runs of guest time, forks, scenarios, schedulers
/// that are loaded; see [org.schedlab.lab.session.VmSession#onProgress]. Called on the thread of the call.
@FunctionalInterface
public interface ProgressListener {
    /// Hears nothing.
    ProgressListener SILENT = _ -> Call.UNHEARD;

    /// A call begins that may take a while.
    ///
    /// @param what it does, in a few words, such as `run 0.500000 s`
    Call begin(String what);

    /// Something of the host's that changes what the user can expect, such as a boot that cannot be kept. Printed
    /// unless the listener does otherwise.
    ///
    /// @param text one line or more
    default void notice(String text) {
        System.out.println(text);
    }

    /// A call that goes on; closed when it ends.
    interface Call extends AutoCloseable {
        /// Nobody hears of it.
        Call UNHEARD = new Call() {
            @Override
            public void update(double fraction, String detail) {}

            @Override
            public void done(String summary) {}

            @Override
            public void close() {}
        };

        /// It has come so far.
        ///
        /// @param fraction from 0 to 1; NaN when unknown
        /// @param detail one line
        void update(double fraction, String detail);

        /// It ended well.
        ///
        /// @param summary one line
        void done(String summary);

        /// It ended; without [#done] before, it failed or was stopped.
        @Override
        void close();
    }
}
