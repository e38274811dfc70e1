package org.schedlab.experiments;

import org.schedlab.vm.LabException;

/// Some cells failed and none succeeded: the others were not tried.
public final class HopelessException extends LabException {
    private static final long serialVersionUID = 1L;

    HopelessException(String message) {
        super(message);
    }
}
