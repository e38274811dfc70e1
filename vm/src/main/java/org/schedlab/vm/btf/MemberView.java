package org.schedlab.vm.btf;

import java.util.List;

/// One member that a path may name, for listings and completion. Members of anonymous members stand
/// here as members of the struct around them.
///
/// @param name as a path writes it
/// @param declaration type and name in C
/// @param typeId type of the member
/// @param byteOffset from the start of the struct, bytes; of a bitfield, the byte that holds its
///     first bit
/// @param byteSize of the type, bytes
/// @param bitWidth bits of a bitfield, 0 otherwise
/// @param unionWith other members that lie in the same bytes, because it is a union's; empty for most
public record MemberView(
        String name,
        String declaration,
        int typeId,
        long byteOffset,
        long byteSize,
        int bitWidth,
        List<String> unionWith) {

    /// Copies the list.
    public MemberView {
        unionWith = List.copyOf(unionWith);
    }

    /// A member of no union.
    public MemberView(String name, String declaration, int typeId, long byteOffset, long byteSize, int bitWidth) {
        this(name, declaration, typeId, byteOffset, byteSize, bitWidth, List.of());
    }
}
