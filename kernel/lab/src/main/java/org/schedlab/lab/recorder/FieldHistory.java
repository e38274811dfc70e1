package org.schedlab.lab.recorder;

import java.util.List;

/// Every value that a field has had over a stretch of guest time, for pictures and traces. The answer to
/// `changes(field)` is one.
public interface FieldHistory {
    /// The field as it was asked for, such as `runqueues.nr_running@1`.
    String field();

    /// In the order of time.
    List<Step> steps();

    /// One write.
    ///
    /// @param guestNanos the guest's CLOCK_MONOTONIC, in ns
    /// @param before the value until then
    /// @param after the value from then on
    record Step(long guestNanos, long before, long after) {}
}
