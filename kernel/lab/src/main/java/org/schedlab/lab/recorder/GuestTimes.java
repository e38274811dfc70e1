package org.schedlab.lab.recorder;

import java.util.Arrays;
import java.util.SortedMap;

/// The guest's CLOCK_MONOTONIC beside the clock of QEMU: the kernel steers the one a few millionths faster or slower
/// than the other, so what one is ahead of the other changes. Both are known at instants where the machine stood;
/// between two of them it is a line. Immutable.
public final class GuestTimes {
    private final long[] clock;
    private final long[] ahead;

    private GuestTimes(long[] clock, long[] ahead) {
        this.clock = clock;
        this.ahead = ahead;
    }

    /// One clock is always so much ahead.
    ///
    /// @param nanos what CLOCK_MONOTONIC is ahead, in ns
    public static GuestTimes ahead(long nanos) {
        return new GuestTimes(new long[] {0}, new long[] {nanos});
    }

    /// Both at some instants, one at least.
    ///
    /// @param stops CLOCK_MONOTONIC by QEMU's clock, in ns
    public static GuestTimes of(SortedMap<Long, Long> stops) {
        return new GuestTimes(
                stops.keySet().stream().mapToLong(Long::longValue).toArray(),
                stops.entrySet().stream()
                        .mapToLong(each -> each.getValue() - each.getKey())
                        .toArray());
    }

    /// Whether an instant of QEMU's clock lies between two of those at which both are known.
    public boolean covers(long nanos) {
        return nanos >= clock[0] && nanos <= clock[clock.length - 1];
    }

    /// CLOCK_MONOTONIC at the last instant at which both are known, in ns.
    public long latest() {
        return clock[clock.length - 1] + ahead[ahead.length - 1];
    }

    /// CLOCK_MONOTONIC at an instant of QEMU's clock, both in ns.
    public long at(long nanos) {
        return nanos + aheadAt(nanos);
    }

    /// QEMU's clock at an instant of CLOCK_MONOTONIC, both in ns.
    public long clockAt(long guestNanos) {
        long guess = guestNanos - aheadAt(guestNanos - ahead[0]);
        return guestNanos - aheadAt(guess);
    }

    private long aheadAt(long nanos) {
        int found = Arrays.binarySearch(clock, nanos);
        int next = found >= 0 ? found : -found - 1;
        if (next == 0) {
            return ahead[0];
        }
        if (next == clock.length) {
            return ahead[next - 1];
        }
        double share = (double) (nanos - clock[next - 1]) / (clock[next] - clock[next - 1]);
        return ahead[next - 1] + Math.round(share * (ahead[next] - ahead[next - 1]));
    }
}
