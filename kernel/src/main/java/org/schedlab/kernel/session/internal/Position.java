package org.schedlab.kernel.session.internal;

/// Where a machine stands: it stands elsewhere as soon as its guest ran or was written to.
///
/// @param passes of the agent
/// @param writes batches of cold operations that wrote, in the session
record Position(long passes, long writes) {}
