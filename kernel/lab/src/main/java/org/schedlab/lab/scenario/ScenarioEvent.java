package org.schedlab.lab.scenario;

/// Something that a scenario did to the machine.
///
/// @param guestTimeNanos the guest's CLOCK_MONOTONIC when it was done, in ns
/// @param phase 0 before the first step, then the step's number
/// @param what in a few words
public record ScenarioEvent(long guestTimeNanos, int phase, String what) {}
