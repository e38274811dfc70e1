package org.schedlab.lab.machine;

import org.schedlab.lab.ProgressListener;
import org.schedlab.lab.ProgressListener.Call;

/// Tells a session's listener how far its calls are. A call inside another is told as a detail of the
/// outer one. Thread-safe.
public final class Announcer {
    private volatile ProgressListener listener = ProgressListener.SILENT;
    private volatile Call outer = Call.UNHEARD;

    /// From the next call on, this one is told.
    public void listener(ProgressListener told) {
        listener = told;
    }

    /// A call begins that may take a while; closed when it ends.
    ///
    /// @param what it does, in a few words
    public Call begin(String what) {
        if (!outer.equals(Call.UNHEARD)) {
            return new Inner(what);
        }
        outer = new Outer(listener.begin(what));
        return outer;
    }

    private final class Outer implements Call {
        private final Call told;

        Outer(Call told) {
            this.told = told;
        }

        @Override
        public void update(double fraction, String detail) {
            told.update(fraction, detail);
        }

        @Override
        public void done(String summary) {
            told.done(summary);
        }

        @Override
        public void close() {
            outer = UNHEARD;
            told.close();
        }
    }

    private final class Inner implements Call {
        private final String what;

        Inner(String what) {
            this.what = what;
        }

        @Override
        public void update(double fraction, String detail) {
            outer.update(Double.NaN, what + ": " + detail);
        }

        @Override
        public void done(String summary) {}

        @Override
        public void close() {}
    }
}
