package org.schedlab.vm.symbols.internal;

/// The symbol tables of a kernel could not be found, or what was found contradicts itself. The
/// message is one clause that says what; the opener of the image turns it into an error for the user.
public final class KallsymsException extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param message what is wrong
    public KallsymsException(String message) {
        super(message);
    }
}
