package org.schedlab.lab.verdict;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

import org.schedlab.vm.LabException;

/// What workers are held to. Each call gives a copy with one threshold set; what is not set is not
/// asked. Immutable.
public final class Thresholds {
    private static final Thresholds NONE = new Thresholds(Map.of());

    /// What everybody is held to: no worker waits for more than 2 s.
    public static final Thresholds DEFAULTS = NONE.maxGap(Duration.ofSeconds(2));

    private final Map<Metric, Double> limits;

    private Thresholds(Map<Metric, Double> limits) {
        this.limits = Map.copyOf(limits);
    }

    /// Nothing is asked.
    public static Thresholds none() {
        return NONE;
    }

    /// No worker that wants to run waits for longer.
    public Thresholds maxGap(Duration guestTime) {
        return with(Metric.GAP, guestTime.toNanos() / 1e6);
    }

    /// The work of the busiest and the laziest differ by no more than so many percent of the mean.
    public Thresholds maxSpreadPercent(double percent) {
        return with(Metric.SPREAD, percent);
    }

    /// Every worker does so many work units in a second of guest time, or more.
    public Thresholds minWorkRate(double unitsPerSecond) {
        return with(Metric.WORK_RATE, unitsPerSecond);
    }

    /// No worker is runnable without a CPU for more than so many percent of its time.
    public Thresholds maxRunDelayPercent(double percent) {
        return with(Metric.RUN_DELAY, percent);
    }

    /// No worker changes its CPU more often in a second of guest time.
    public Thresholds maxMigrationsPerSecond(double count) {
        return with(Metric.MIGRATIONS, count);
    }

    /// 99 in 100 wake-ups of each worker take no longer.
    public Thresholds maxP99WakeLatency(Duration guestTime) {
        return with(Metric.WAKE_LATENCY, guestTime.toNanos() / 1e3);
    }

    private Thresholds with(Metric metric, double limit) {
        if (!(limit >= 0)) {
            throw LabException.asked("no threshold for the %s can be %s".formatted(metric.words(), limit))
                    .available("0 and more")
                    .exception();
        }
        Map<Metric, Double> changed = new EnumMap<>(Metric.class);
        changed.putAll(limits);
        changed.put(metric, limit);
        return new Thresholds(changed);
    }

    /// The limit of a metric, in the metric's unit, if it is set.
    OptionalDouble limit(Metric metric) {
        Double limit = limits.get(metric);
        return limit == null ? OptionalDouble.empty() : OptionalDouble.of(limit);
    }
}
