package org.schedlab.vm.btf;

import java.util.List;

/// One type of BTF, a record for each of its 19 kinds and one for type 0, `void`
/// (include/uapi/linux/btf.h). An anonymous type has an empty name.
public sealed interface BtfType {
    /// The number other types refer to it by.
    int id();

    /// Its name, empty if it has none.
    String name();

    /// A type that only gives another one a name or a qualifier.
    sealed interface Alias extends BtfType {
        /// The type behind it.
        int typeId();
    }

    /// A struct or a union.
    sealed interface Composite extends BtfType {
        /// Bytes.
        long size();

        /// Members in the order of declaration.
        List<Member> members();
    }

    /// An enum of any width.
    sealed interface Enumerated extends BtfType {
        /// Bytes.
        int size();

        /// Whether its values have a sign.
        boolean signed();

        /// Names and values in the order of declaration.
        List<EnumValue> values();
    }

    /// A member of a struct or union.
    ///
    /// @param bitOffset from the start of the struct, bits
    /// @param bitfieldWidth bits, 0 if it is not a bitfield
    record Member(String name, int typeId, long bitOffset, int bitfieldWidth) {}

    /// A name in an enum.
    ///
    /// @param value sign-extended if the enum is signed, else zero-extended
    record EnumValue(String name, long value) {}

    /// A parameter; `typeId` 0 at the end of the list means `...`.
    record Parameter(String name, int typeId) {}

    /// A variable's place in its section. In objects, a section may list functions too (`.ksyms`).
    ///
    /// @param offset of the variable in the section, bytes
    record SectionVariable(int typeId, long offset, long size) {}

    /// Type 0.
    record NoType(int id, String name) implements BtfType {}

    /// Kind 1. The value has `bits` bits from `bitOffset` on; for nearly all, these are all bits of
    /// `size` bytes.
    record Int(int id, String name, int size, int bitOffset, int bits, boolean signed, boolean character, boolean bool)
            implements BtfType {}

    /// Kind 2.
    record Pointer(int id, String name, int typeId) implements BtfType {}

    /// Kind 3.
    record Array(int id, String name, int elementTypeId, int indexTypeId, long count) implements BtfType {}

    /// Kind 4.
    record Struct(int id, String name, long size, List<Member> members) implements Composite {}

    /// Kind 5.
    record Union(int id, String name, long size, List<Member> members) implements Composite {}

    /// Kind 6.
    record Enumeration(int id, String name, int size, boolean signed, List<EnumValue> values) implements Enumerated {}

    /// Kind 7: a struct or union that is declared and not defined.
    record Forward(int id, String name, boolean union) implements BtfType {}

    /// Kind 8.
    record Typedef(int id, String name, int typeId) implements Alias {}

    /// Kind 9.
    record Volatile(int id, String name, int typeId) implements Alias {}

    /// Kind 10.
    record Const(int id, String name, int typeId) implements Alias {}

    /// Kind 11.
    record Restrict(int id, String name, int typeId) implements Alias {}

    /// Kind 12.
    record Function(int id, String name, int prototypeId, Linkage linkage) implements BtfType {}

    /// Kind 13.
    record FunctionPrototype(int id, String name, int returnTypeId, List<Parameter> parameters) implements BtfType {}

    /// Kind 14.
    record Variable(int id, String name, int typeId, Linkage linkage) implements BtfType {}

    /// Kind 15.
    record DataSection(int id, String name, long size, List<SectionVariable> variables) implements BtfType {}

    /// Kind 16.
    record FloatingPoint(int id, String name, int size) implements BtfType {}

    /// Kind 17. `component` is the member or parameter that is tagged, -1 for the whole declaration.
    record DeclarationTag(int id, String name, int typeId, int component) implements BtfType {}

    /// Kind 18. With `attribute`, the name is any C attribute and not a `btf_type_tag` (kind_flag).
    record TypeTag(int id, String name, int typeId, boolean attribute) implements Alias {}

    /// Kind 19.
    record Enumeration64(int id, String name, int size, boolean signed, List<EnumValue> values) implements Enumerated {}

    /// Linkage of functions and variables, in the order of BTF's numbers.
    enum Linkage {
        STATIC,
        GLOBAL,
        EXTERN
    }
}
