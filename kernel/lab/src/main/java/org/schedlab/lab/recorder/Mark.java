package org.schedlab.lab.recorder;

/// Something that did not happen in the guest: a cell began, a freeze, a note of the user's.
///
/// @param nanos the guest's clock of QEMU, in ns from power-on
/// @param text what to write there
public record Mark(long nanos, Kind kind, String text) {
    public enum Kind {
        CELL,
        COLD_OPERATION,
        FREEZE,
        NOTE
    }
}
