package org.schedlab.vm.stack;

/// A place on a stack.
///
/// @param address of the instruction: that behind the call, or the one that was interrupted
/// @param interrupted whether it is one that was interrupted
/// @param certain false below code of which the kernel's tables know nothing, such as BPF programs: found by their
///     frame pointer
public record Frame(long address, boolean interrupted, boolean certain) {
    /// An address within the function that the frame is of: a call may be a function's last instruction, and then
    /// the one behind it belongs to the next function.
    public long within() {
        return interrupted ? address : address - 1;
    }
}
