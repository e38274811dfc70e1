package org.schedlab.notebook.machine;

import org.schedlab.lab.ProgressListener;
import org.schedlab.notebook.display.Notice;
import org.schedlab.notebook.display.Progress;

/// The long calls of a session as progress lines of the cell that makes them, and its notices.
public final class CellProgress implements ProgressListener {
    @Override
    public Call begin(String what) {
        return new Line(Progress.start(what));
    }

    @Override
    public void notice(String text) {
        Notice.show(text);
    }

    private record Line(Progress progress) implements Call {
        @Override
        public void update(double fraction, String detail) {
            progress.update(fraction, detail);
        }

        @Override
        public void done(String summary) {
            progress.end(summary);
        }

        @Override
        public void close() {
            progress.close();
        }
    }
}
