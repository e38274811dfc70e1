package org.schedlab.kernel.jupyter.display;

import java.time.Duration;
import java.util.Locale;
import java.util.UUID;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;

/// The progress of something that takes a while: one line in the cell, replaced at most ten times a
/// second, that ends as a one-line summary. What is done within 0.3 s shows its summary only.
/// Thread-safe.
///
/// ```java try (var progress = Progress.start("boot")) { progress.update(0.4, "kernel started");
/// progress.done("booted in 4.1 s"); } ```
public final class Progress implements AutoCloseable {
    private static final long FIRST_NANOS = 300_000_000;
    private static final long STEP_NANOS = 100_000_000;
    private static final Duration TICK = Duration.ofMillis(200);

    private final String id = UUID.randomUUID().toString();
    private final String title;
    private final long startNanos = System.nanoTime();
    private long lastNanos = startNanos + FIRST_NANOS - STEP_NANOS;
    private boolean shown;
    private boolean finished;

    private String detail = "";

    private Progress(String title) {
        this.title = title;
    }

    /// Starts the clock, and shows its hands while nobody has news.
    ///
    /// @param title what is being done, for example `scheduler mine`
    public static Progress ticking(String title) {
        Progress progress = new Progress(title);
        Thread.ofPlatform().daemon().name("schedlab progress").start(progress::tick);
        return progress;
    }

    private void tick() {
        try {
            while (!tickOnce()) {
                Thread.sleep(TICK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean tickOnce() {
        update(detail);
        return finished;
    }

    /// Starts the clock.
    ///
    /// @param title what is being done, for example `boot`
    public static Progress start(String title) {
        return new Progress(title);
    }

    /// Tells how far it is.
    ///
    /// @param fraction from 0 to 1; NaN when unknown
    /// @param detail what is happening, one line
    public synchronized void update(double fraction, String detail) {
        this.detail = detail;
        long now = System.nanoTime();
        if (!finished && now - lastNanos >= STEP_NANOS) {
            lastNanos = now;
            show(bar(Double.isNaN(fraction) ? fraction : Math.clamp(fraction, 0, 1), detail));
        }
    }

    /// Tells what is happening when nobody knows how far it is.
    public void update(String detail) {
        update(Double.NaN, detail);
    }

    /// Ends it with a summary, one line.
    public synchronized void done(String summary) {
        if (!finished) {
            finished = true;
            show(new DisplayData(summary));
        }
    }

    /// Ends it without a summary; what was not shown yet never is.
    public synchronized void done() {
        if (shown) {
            done("%s: %.1f s".formatted(title, seconds()));
        }
        finished = true;
    }

    /// Ends it, as not finished when [#done] was not called.
    @Override
    public synchronized void close() {
        if (!finished) {
            done("%s: stopped after %.1f s".formatted(title, seconds()));
        }
    }

    private void show(DisplayData data) {
        if (shown) {
            Display.update(data, id);
        } else {
            Display.display(data, id);
        }
        shown = true;
    }

    private DisplayData bar(double fraction, String detail) {
        String value = Double.isNaN(fraction) ? "" : String.format(Locale.ROOT, " value=\"%.3f\"", fraction);
        String percent = Double.isNaN(fraction) ? "" : Math.round(fraction * 100) + " % ";
        String line = "%s %s%s (%.1f s)".formatted(title, percent, detail, seconds());
        DisplayData data = new DisplayData(line);
        data.putHTML("<progress max=\"1\"" + value + "></progress> " + Html.escape(line));
        return data;
    }

    private double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
