package org.schedlab.vm.memory;

import org.schedlab.vm.btf.FieldType;

/// Stores into one field. Checks no range: that is done where the value's origin is known, by
/// [org.schedlab.vm.freeze.FreezeCoordinator].
public final class FieldWriter {
    private final AddressSpace space;
    private final FieldType type;
    private final BitRange bits;

    FieldWriter(AddressSpace space, FieldType type) {
        this.space = space;
        this.type = type;
        this.bits = BitRange.of(type);
    }

    /// Stores the low bits of a number; in a bitfield, only its own bits change.
    ///
    /// @param address virtual address of the field's bytes, see [FieldReader#address(long)]
    public void write(long address, long value) {
        int bytes = type.byteSize();
        boolean whole = bits.width() == bytes * Byte.SIZE;
        space.write(address, bytes, whole ? value : bits.insert(space.read(address, bytes), value));
    }
}
