package org.schedlab.vm.freeze;

/// One operation on a frozen machine.
public sealed interface ColdOp permits WriteCold, ReadCold {
    /// The name under which the reply is found; may be empty.
    String tag();

    /// What is read or written.
    Target target();
}
