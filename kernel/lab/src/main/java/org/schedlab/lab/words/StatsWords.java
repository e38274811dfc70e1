package org.schedlab.lab.words;

import java.time.Duration;

import org.schedlab.lab.stats.StatsReading;
import org.schedlab.lab.stats.StatsRequest;
import org.schedlab.lab.stats.StatsSeries;

/// The words of a notebook that ask the program of a scheduler. Imported statically beside [Lab]. Thread-safe.
public final class StatsWords {
    private StatsWords() {}

    /// What the program of the scheduler in charge says of itself, if it serves statistics as those of the scx project
    /// do. Other than looking, this is asked of the guest and takes guest time.
    ///
    /// @throws org.schedlab.vm.LabException no machine was booted, or nobody serves statistics, or does not
    ///     answer in time
    public static StatsReading schedulerStats() {
        return Lab.vm().schedulerStats();
    }

    /// Other statistics, or those of a program that serves them elsewhere:
    /// `schedulerStats(StatsRequest.top().at("/run/other"))`.
    ///
    /// @throws org.schedlab.vm.LabException as [#schedulerStats()]
    public static StatsReading schedulerStats(StatsRequest request) {
        return Lab.vm().schedulerStats(request);
    }

    /// What it says `count` times, `period` of guest time apart: a table and a chart over time.
    ///
    /// @throws org.schedlab.vm.LabException as [#schedulerStats()], or one of them is not above zero
    public static StatsSeries schedulerStats(Duration period, int count) {
        return Lab.vm().schedulerStats(period, count);
    }

    /// The same of other statistics.
    ///
    /// @throws org.schedlab.vm.LabException as [#schedulerStats(Duration, int)]
    public static StatsSeries schedulerStats(StatsRequest request, Duration period, int count) {
        return Lab.vm().schedulerStats(request, period, count);
    }
}
