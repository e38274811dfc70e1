package org.schedlab.vm.memory;

import org.schedlab.vm.LabException;

/// A path follows a pointer that is NULL in the guest at this instant.
public final class NullPointerHopException extends LabException {
    private static final long serialVersionUID = 1L;

    NullPointerHopException(String path, int hop, long address) {
        super(asked("The path '%s' cannot be followed: its pointer number %d is NULL.".formatted(path, hop))
                .found("the pointer lies at the virtual address %#x and holds 0".formatted(address))
                .remedy("read the pointer itself first, or look at another instant")
                .text());
    }
}
