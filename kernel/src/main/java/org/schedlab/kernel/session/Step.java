package org.schedlab.kernel.session;

import java.util.List;

import org.schedlab.vm.freeze.ColdOp;

/// A group of operations carried out in one freeze, and the guest time that follows.
///
/// @param operations what happens under the freeze, in order, all of it or nothing
/// @param hold how long the guest runs afterwards
public record Step(List<ColdOp> operations, Hold hold) {
    public Step {
        operations = List.copyOf(operations);
    }

    /// A step without a hold.
    public static Step of(ColdOp... operations) {
        return new Step(List.of(operations), Hold.none());
    }

    /// The same operations with another hold.
    public Step hold(Hold other) {
        return new Step(operations, other);
    }
}
