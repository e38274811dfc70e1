package org.schedlab.guest.work;

import java.util.List;

/// Latencies of a worker's wake-ups: how many there were, and how they are distributed. Every wake-up
/// is counted; the distribution is kept in buckets of a sixteenth of a doubling, so a percentile is
/// at most 6.25 % too high and never too low. The maximum is exact. Latencies from 2^36 ns (69 s) on
/// share one bucket.
///
/// @param count how many wake-ups
/// @param p50Nanos half of them took at most this long; 0 if there was none
/// @param p99Nanos 99 in 100 took at most this long; 0 if there was none
/// @param maxNanos the longest; 0 if there was none
/// @param buckets those with a wake-up in them, shortest first
public record Latencies(long count, long p50Nanos, long p99Nanos, long maxNanos, List<Bucket> buckets) {
    /// No wake-up.
    public static final Latencies NONE = of(List.of(), 0);

    public Latencies {
        buckets = List.copyOf(buckets);
    }

    /// Wake-ups of about the same latency.
    ///
    /// @param upToNanos the longest latency that falls into it
    /// @param count how many wake-ups did, from 1
    public record Bucket(long upToNanos, long count) {}

    /// The latencies that these buckets hold.
    ///
    /// @param buckets shortest first
    /// @param maxNanos the longest latency
    public static Latencies of(List<Bucket> buckets, long maxNanos) {
        long count = buckets.stream().mapToLong(Bucket::count).sum();
        return new Latencies(
                count,
                percentile(buckets, count, 50, maxNanos),
                percentile(buckets, count, 99, maxNanos),
                maxNanos,
                buckets);
    }

    /// The latency that a share of the wake-ups did not exceed, in ns; 0 if there was none.
    ///
    /// @param percent above 0, up to 100
    public long percentileNanos(double percent) {
        return percentile(buckets, count, percent, maxNanos);
    }

    private static long percentile(List<Bucket> buckets, long count, double percent, long maxNanos) {
        long rank = (long) Math.ceil(percent / 100 * count);
        long seen = 0;
        for (Bucket bucket : buckets) {
            seen += bucket.count();
            if (seen >= rank) {
                return Math.min(bucket.upToNanos(), maxNanos);
            }
        }
        return 0;
    }
}
