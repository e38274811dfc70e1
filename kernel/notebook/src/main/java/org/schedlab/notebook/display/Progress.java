package org.schedlab.notebook.display;

import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;

/// The progress of something that takes a while: one line in the cell, replaced at most ten times a
/// second, that ends as a one-line summary. It shows how long it has taken while nobody has news. A
/// console shows its first line and its last. Closed by whoever started it. Thread-safe.
///
/// ```java
/// try (var progress = Progress.start("sweep")) {
///     progress.update(0.4, "slice of 2 ms");
///     progress.end("5 slices");
/// }
/// ```
public final class Progress implements AutoCloseable {
    private static final long FIRST_MILLIS = 300;
    private static final long STEP_NANOS = 100_000_000;
    private static final long TICK_MILLIS = 200;
    private static final ScheduledThreadPoolExecutor CLOCK = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("schedlab progress").factory());

    static {
        CLOCK.setRemoveOnCancelPolicy(true);
    }

    private static volatile boolean hidden;

    private final String id = UUID.randomUUID().toString();
    private final String title;
    private final long startNanos = System.nanoTime();
    private final Future<?> ticks;
    private long lastNanos = startNanos + TimeUnit.MILLISECONDS.toNanos(FIRST_MILLIS) - STEP_NANOS;
    private double fraction = Double.NaN;
    private String detail = "";
    private boolean shown;
    private boolean finished;

    private Progress(String title) {
        this.title = title;
        ticks = CLOCK.scheduleAtFixedRate(this::tick, FIRST_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// Starts the clock.
    ///
    /// @param title what is being done, for example `boot`
    public static Progress start(String title) {
        return new Progress(title);
    }

    /// Whether nothing of it is shown from now on: where no cell runs, there is no place for it.
    public static void hide(boolean hide) {
        hidden = hide;
    }

    private synchronized void tick() {
        update(fraction, detail);
    }

    /// Tells how far it is.
    ///
    /// @param part from 0 to 1; NaN when unknown
    /// @param news what is happening, one line
    public synchronized void update(double part, String news) {
        fraction = Math.clamp(part, 0, 1);
        detail = news;
        long now = System.nanoTime();
        boolean wanted = !shown || FrontEnd.replacesOutput();
        if (!finished && wanted && now - lastNanos >= STEP_NANOS) {
            lastNanos = now;
            show(bar());
        }
    }

    /// Tells what is happening when nobody knows how far it is.
    public void update(String news) {
        update(Double.NaN, news);
    }

    /// Ends it with a summary, one line.
    public synchronized void done(String summary) {
        if (!finished) {
            finish();
            show(Notice.marked(new DisplayData(summary)));
        }
    }

    /// Ends it with a summary if it took so long that it was shown at all.
    public synchronized void end(String summary) {
        if (shown) {
            done("%s: %s".formatted(title, summary));
        }
        finish();
    }

    /// Ends it, as not finished when neither [#done] nor [#end] was called.
    @Override
    public void close() {
        end(String.format(Locale.ROOT, "stopped after %.1f s", seconds()));
    }

    private void finish() {
        finished = true;
        ticks.cancel(false);
    }

    private void show(DisplayData data) {
        if (hidden) {
            return;
        }
        if (shown) {
            Display.update(data, id);
        } else {
            Display.display(data, id);
        }
        shown = true;
    }

    private DisplayData bar() {
        boolean known = !Double.isNaN(fraction);
        String value = known ? String.format(Locale.ROOT, " value=\"%.3f\"", fraction) : "";
        String percent = known ? Math.round(fraction * 100) + " % " : "";
        String line = String.format(Locale.ROOT, "%s %s%s (%.1f s)", title, percent, detail, seconds());
        DisplayData data = new DisplayData(line);
        data.putHTML("<progress max=\"1\"" + value + "></progress> " + Html.escape(line));
        return Notice.marked(data);
    }

    private double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
