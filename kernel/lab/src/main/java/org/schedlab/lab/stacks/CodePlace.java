package org.schedlab.lab.stacks;

import java.util.Locale;

/// An instruction of the kernel's or of a BPF program's, by name.
///
/// @param address virtual address; 0 if it was no code of the guest's
/// @param function the kernel's symbol, or the BPF function as its source calls it; empty if nothing is known there
/// @param offset bytes behind the function's beginning
/// @param line file, number and text of the source line, such as `vtime.bpf.c:61 p->scx.dsq_vtime += …`; empty if it
///     is not known, as for the kernel's own code
public record CodePlace(long address, String function, long offset, String line) {
    /// A write by this program, at the wish of its user.
    public static final CodePlace COLD_WRITE = new CodePlace(0, "cold write", 0, "");

    /// Stands outermost in a stack that goes on where it cannot be followed: its words were not taken down, or no rule
    /// says how to go on.
    public static final CodePlace NOT_FOLLOWED = new CodePlace(0, "(not followed further)", 0, "");

    /// In a line.
    public String text() {
        String at = function.isEmpty()
                ? String.format(Locale.ROOT, "%#x", address)
                : offset == 0 ? function : String.format(Locale.ROOT, "%s+%#x", function, offset);
        return line.isEmpty() ? at : at + " · " + line;
    }

    @Override
    public String toString() {
        return text();
    }
}
