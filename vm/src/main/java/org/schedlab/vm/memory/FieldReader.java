package org.schedlab.vm.memory;

import org.schedlab.vm.btf.FieldPath;
import org.schedlab.vm.btf.FieldType;

/// One field's path made ready for reading many times: `reader.read(taskAddress)`.
///
/// Holds nothing of the guest's state; follows pointer hops on each call. As thread-safe as its
/// address space.
public final class FieldReader {
    private final AddressSpace space;
    private final FieldPath path;
    private final long offset;
    private final long[] hops;
    private final int bytes;
    private final BitRange bits;
    private final boolean number;

    FieldReader(AddressSpace space, FieldPath path) {
        this.space = space;
        this.path = path;
        this.offset = path.byteOffsets().getFirst();
        this.hops =
                path.byteOffsets().stream().skip(1).mapToLong(Long::longValue).toArray();
        this.bytes = path.type().byteSize();
        this.bits = BitRange.of(path.type());
        this.number = isNumber(path.type());
    }

    /// Whether a type is read as a number of up to 64 bits; else as bytes.
    public static boolean isNumber(FieldType type) {
        int size = type.byteSize();
        return switch (type.kind()) {
            case ARRAY, STRUCT, UNION -> false;
            default -> size == 1 || size == 2 || size == 4 || size == 8 || (type.isBitfield() && size < 8);
        };
    }

    /// The path this reads.
    public FieldPath path() {
        return path;
    }

    /// The virtual address of the field's bytes, after all pointer hops.
    ///
    /// @param base virtual address of the root of the path
    /// @throws NullPointerHopException if a pointer on the way is NULL
    /// @throws UnmappedAddressException if a pointer on the way leads nowhere
    public long address(long base) {
        long address = base + offset;
        for (int i = 0; i < hops.length; i++) {
            long pointer = space.readLong(address);
            if (pointer == 0) {
                throw new NullPointerHopException(path.text(), i + 1, address);
            }
            address = pointer + hops[i];
        }
        return address;
    }

    /// The field as a number: sign-extended if its type is signed, else zero-extended.
    ///
    /// @param base virtual address of the root of the path
    /// @throws IllegalStateException if the field is not a number; use [#value(long)]
    public long read(long base) {
        if (!number) {
            throw new IllegalStateException("'%s' is a %s, not a number"
                    .formatted(path.text(), path.type().declaration()));
        }
        return bits.extract(space.read(hops.length == 0 ? base + offset : address(base), bytes));
    }

    /// The field as text up to a zero byte: the characters of an array, or those that a pointer leads
    /// to. A longer text is cut.
    ///
    /// @param base virtual address of the root of the path
    /// @param limit most bytes to read; of an array, no more than it has
    /// @throws UnmappedAddressException if they cannot be read, or if the pointer is NULL
    public String text(long base, int limit) {
        return number
                ? space.readText(read(base), limit)
                : space.readText(address(base), Math.min(limit, path.type().byteSize()));
    }

    /// The field as a number or as bytes, whichever its type is.
    public FieldValue value(long base) {
        long address = address(base);
        return number
                ? new FieldValue.Scalar(path.type(), address, bits.extract(space.read(address, bytes)))
                : new FieldValue.Raw(path.type(), address, space.readBytes(address, bytes));
    }
}
