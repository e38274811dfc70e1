package org.schedlab.experiments;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.schedlab.vm.Sha256;

/// How long a machine runs before a cell begins, by the seed: so that the cells of two seeds meet ticks, timers and
/// the kernel's own threads in other phases.
final class StartOffset {
    /// Longer than a tick of any of the kernels (4 ms), and than the balancing interval of two CPUs.
    static final Duration SPAN = Duration.ofMillis(16);

    private StartOffset() {}

    /// In whole microseconds, from 1 µs to [#SPAN]; the machine stands on the next multiple of its quantum.
    static Duration of(long seed) {
        String digest = Sha256.of(("start offset " + seed).getBytes(StandardCharsets.UTF_8));
        long drawn = Long.parseUnsignedLong(digest.substring(0, 15), 16);
        return Duration.ofNanos(1_000 * (1 + drawn % (SPAN.toNanos() / 1_000)));
    }
}
