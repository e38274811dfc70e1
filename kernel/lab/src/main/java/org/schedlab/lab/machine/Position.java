package org.schedlab.lab.machine;

/// Where a machine stands: it stands elsewhere as soon as its guest ran or was written to.
///
/// @param clockNanos the machine's clock
/// @param askedNanos the time that was asked for; see [org.schedlab.vm.machine.Machine#askedNanos()]
/// @param writes batches of cold operations that wrote, in the session
public record Position(long clockNanos, long askedNanos, long writes) {}
