package org.schedlab.notebook.machine;

import java.time.Duration;
import java.util.Locale;

import org.schedlab.experiments.TableMetric;
import org.schedlab.lab.words.Lab;
import org.schedlab.lab.words.TraceWords;
import org.schedlab.vm.LabException;

/// A metric of each version of a scheduler: all versions take charge of the same machine in the same state, and are
/// measured for the same guest time from then on. Confined to one thread.
final class ReloadMetric {
    static final Duration INTERVAL = Duration.ofMillis(100);

    private final TableMetric metric;
    private final String checkpoint;
    private double latest;

    /// Measures whoever is in charge now, and keeps where it began.
    ///
    /// @throws LabException there is no such metric; the machine is where it began
    ReloadMetric(TableMetric metric, String scheduler) {
        this.metric = metric;
        checkpoint = "watch " + scheduler;
        Lab.checkpoint(checkpoint);
        try {
            latest = measure();
        } catch (LabException unknown) {
            begin();
            throw unknown;
        }
    }

    /// Brings the machine back to where it began.
    void begin() {
        Lab.rewind(checkpoint);
    }

    private double measure() {
        Lab.run(INTERVAL);
        return metric.of(TraceWords.trace().last(INTERVAL));
    }

    /// Lets the version run that is in charge now, and says what became of the one before.
    String difference() {
        double before = latest;
        latest = measure();
        return String.format(
                Locale.ROOT,
                "%s: %s → %s, in %d ms of guest time from the same state",
                metric.name(),
                text(before),
                text(latest),
                INTERVAL.toMillis());
    }

    private static String text(double value) {
        if (!Double.isFinite(value)) {
            return "not measured";
        }
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%,.4g", value);
    }
}
