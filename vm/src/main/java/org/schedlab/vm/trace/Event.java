package org.schedlab.vm.trace;

/// A CPU is about to execute an instruction at which there is a probe.
///
/// @param sequence the number of the event among all that came to its ring, from 0; where numbers are
///     missing, events were lost
/// @param clockNanos the guest's clock of QEMU before the instruction, in ns from power-on: what the
///     guest would have read off its TSC there
/// @param probe the probe's id
/// @param cpu whose instruction it is
public record Event(long sequence, long clockNanos, int probe, int cpu) {}
