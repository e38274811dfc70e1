package org.schedlab.experiments.store;

import org.schedlab.vm.LabException;

/// A store cannot be read or written: the host, the network or the store's owner is in the way, not the sweep.
public final class StoreException extends LabException {
    private static final long serialVersionUID = 1L;

    StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
