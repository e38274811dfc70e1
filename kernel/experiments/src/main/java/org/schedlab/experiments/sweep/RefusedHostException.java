package org.schedlab.experiments.sweep;

import org.schedlab.vm.LabException;

/// This host would give other results than the sweep's other ones: it may not work on it.
public final class RefusedHostException extends LabException {
    private static final long serialVersionUID = 1L;

    RefusedHostException(String message) {
        super(message);
    }
}
