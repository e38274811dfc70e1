package org.schedlab.vm.memory;

import java.util.Locale;

import org.schedlab.vm.LabException;

/// A path follows a pointer that is NULL in the guest at this instant.
public final class NullPointerHopException extends LabException {
    private static final long serialVersionUID = 1L;

    NullPointerHopException(String path, int hop, long address) {
        super(asked(String.format(
                        Locale.ROOT, "The path '%s' cannot be followed: its pointer number %d is NULL.", path, hop))
                .found(String.format(Locale.ROOT, "the pointer lies at the virtual address %#x and holds 0", address))
                .remedy("read the pointer itself first, or look at another instant")
                .text());
    }
}
