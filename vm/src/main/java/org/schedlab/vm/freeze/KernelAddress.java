package org.schedlab.vm.freeze;

import java.util.Locale;

/// A virtual address in the kernel's half: direct map, vmalloc, modules, text and data. Needs an
/// explicit width.
///
/// @param address the virtual address
public record KernelAddress(long address) implements Target {
    @Override
    public String text() {
        return String.format(Locale.ROOT, "%#x", address);
    }
}
