package org.schedlab.lab.machine;

import java.time.Duration;

/// How far the guest's clock may go for now. Closing it lifts the limit.
///
/// @param guest whose clock it is
/// @param length how much guest time was allowed
/// @param endNanos the guest's CLOCK_MONOTONIC in ns at which it is over
public record GuestTimeLimit(GuestMachine guest, Duration length, long endNanos) implements AutoCloseable {
    @Override
    public void close() {
        guest.liftLimit();
    }
}
