package org.schedlab.vm.spec;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.LabException;

/// A checkpoint is damaged, incomplete, or was made on a machine that is not there.
public final class CheckpointException extends LabException {
    private static final long serialVersionUID = 1L;

    /// @param message the whole text shown to the user
    /// @param cause what the operating system said, if it did
    public CheckpointException(String message, @Nullable Throwable cause) {
        super(message);
        if (cause != null) {
            initCause(cause);
        }
    }
}
