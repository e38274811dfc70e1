package org.schedlab.lab.series;

import org.schedlab.vm.LabException;

/// A claim about a series does not hold. The message names the first instant that breaks it.
public final class BrokenClaimException extends LabException {
    private static final long serialVersionUID = 1L;

    private final long guestTimeNanos;

    BrokenClaimException(String message, long guestTimeNanos) {
        super(message);
        this.guestTimeNanos = guestTimeNanos;
    }

    /// The first instant at which the claim is broken: the guest's CLOCK_MONOTONIC in ns.
    public long guestTimeNanos() {
        return guestTimeNanos;
    }
}
