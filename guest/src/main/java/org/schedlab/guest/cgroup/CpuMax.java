package org.schedlab.guest.cgroup;

import java.time.Duration;

import org.schedlab.vm.LabException;

/// A limit of CPU time: at most `quota` in each `period`, over all CPUs together.
///
/// @param quota from 1 ms; more than the period is more than one CPU
/// @param period 1 ms to 1 s
public record CpuMax(Duration quota, Duration period) {
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    public CpuMax {
        if (quota.compareTo(LEAST) < 0 || period.compareTo(LEAST) < 0 || period.compareTo(LONGEST) > 0) {
            throw LabException.asked("cpu.max cannot be %s in each %s".formatted(quota, period))
                    .available("a quota of 1 ms and more, a period of 1 ms to 1 s")
                    .remedy("for example max(ms(50), ms(100)) for half a CPU")
                    .exception();
        }
    }

    /// A percentage of one CPU, in periods of 100 ms: 50 is half a CPU, 200 two whole ones.
    public static CpuMax percent(int percent) {
        return new CpuMax(Duration.ofMillis(percent), Duration.ofMillis(100));
    }

    /// As `cpu.max` takes it: `50000 100000`.
    public String text() {
        return quota.toNanos() / 1000 + " " + period.toNanos() / 1000;
    }
}
