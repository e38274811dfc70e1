package org.schedlab.vm.freeze;

/// One freeze of the machine.
///
/// @param number counts the freezes of a session from 1
/// @param guestTimeNanos the guest's CLOCK_MONOTONIC at the freeze
/// @param guestNanosPassed guest time since the freeze before; 0 for the first one after a boot or a
///     rewind
/// @param guestNanosOfAgent of that time, how long the agent was on one of the guest's CPUs: what it
///     takes to wake up, to carry out the command, and to come to the freeze point
/// @param hostMicrosFrozen how long the machine stood still in host time, so far if it still does
/// @param ops how many cold operations were done in it
/// @param purpose what it was for, in a few words
public record FreezeRecord(
        long number,
        long guestTimeNanos,
        long guestNanosPassed,
        long guestNanosOfAgent,
        long hostMicrosFrozen,
        int ops,
        String purpose) {}
