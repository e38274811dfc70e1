package org.schedlab.experiments.sweep;

import java.io.PrintStream;
import java.time.Duration;

import org.schedlab.lab.ProgressListener;

/// Tells how far a sweep is in lines, one every few seconds. Thread-safe.
///
/// @param out gets the lines
/// @param every how long it is silent between two of them
public record LineProgress(PrintStream out, Duration every) implements ProgressListener {
    @Override
    public Call begin(String what) {
        return new Call() {
            private long next = System.nanoTime();

            @Override
            public synchronized void update(double fraction, String detail) {
                if (System.nanoTime() >= next) {
                    next = System.nanoTime() + every.toNanos();
                    notice(detail);
                }
            }

            @Override
            public void done(String summary) {
                notice(summary);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void notice(String text) {
        out.println("schedlab: " + text);
        out.flush();
    }
}
