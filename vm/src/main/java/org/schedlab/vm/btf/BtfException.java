package org.schedlab.vm.btf;

import org.schedlab.vm.LabException;

/// Type information that is cut off or contradicts itself.
public class BtfException extends LabException {
    private static final long serialVersionUID = 1L;

    /// @param found what is wrong, one clause
    public BtfException(String found) {
        super(found);
    }
}
