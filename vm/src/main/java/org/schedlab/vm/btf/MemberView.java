package org.schedlab.vm.btf;

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
public record MemberView(String name, String declaration, int typeId, long byteOffset, long byteSize, int bitWidth) {}
