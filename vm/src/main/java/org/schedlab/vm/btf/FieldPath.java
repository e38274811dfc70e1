package org.schedlab.vm.btf;

import java.util.List;

/// A path from a type to a field in it, resolved once and used with any base address.
///
/// The address is `base + byteOffsets[0]`; for each further offset, `address = *(u64 *)address +
/// offset` (a pointer is followed).
///
/// @param text as it was written
/// @param rootType C name of the type it starts at
/// @param byteOffsets at least one
/// @param type of the field
/// @param unionWith other members that lie in the same bytes, because the path goes through a union,
///     which may have no name: `vprot` for `se.vlag`; empty for most
public record FieldPath(String text, String rootType, List<Long> byteOffsets, FieldType type, List<String> unionWith) {
    /// Copies the lists.
    public FieldPath {
        byteOffsets = List.copyOf(byteOffsets);
        unionWith = List.copyOf(unionWith);
    }

    /// Where the field lies in its root, in bytes.
    ///
    /// @throws PathException if the path follows a pointer: then the field lies elsewhere
    public long offset() {
        if (byteOffsets.size() > 1) {
            throw new PathException(
                    text,
                    0,
                    "'%s' is not a place in '%s': it follows a pointer".formatted(text, rootType),
                    "name a member that lies in '%s' itself".formatted(rootType));
        }
        return byteOffsets.getFirst();
    }

    /// A path that goes through no union.
    public FieldPath(String text, String rootType, List<Long> byteOffsets, FieldType type) {
        this(text, rootType, byteOffsets, type, List.of());
    }
}
