package org.schedlab.vm.btf;

import java.util.List;

/// The kinds of types in the order of their numbers (include/uapi/linux/btf.h), from `VOID`, 0, to
/// `ENUM64`, 19.
enum BtfKind {
    VOID,
    INT,
    PTR,
    ARRAY,
    STRUCT,
    UNION,
    ENUM,
    FWD,
    TYPEDEF,
    VOLATILE,
    CONST,
    RESTRICT,
    FUNC,
    FUNC_PROTO,
    VAR,
    DATASEC,
    FLOAT,
    DECL_TAG,
    TYPE_TAG,
    ENUM64;

    private static final List<BtfKind> ALL = List.of(values());

    static BtfKind of(int number) {
        return ALL.get(number);
    }

    static int count() {
        return ALL.size();
    }

    /// Bytes behind the 12 that every type has.
    long extraBytes(int elements) {
        return switch (this) {
            case INT, VAR, DECL_TAG -> 4;
            case ARRAY -> 12;
            case STRUCT, UNION, DATASEC, ENUM64 -> 12L * elements;
            case ENUM, FUNC_PROTO -> 8L * elements;
            case VOID, PTR, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FLOAT, TYPE_TAG -> 0;
        };
    }

    /// Whether the third number of the type is another type.
    boolean refersToType() {
        return switch (this) {
            case PTR, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FUNC_PROTO, VAR, DECL_TAG, TYPE_TAG -> true;
            case VOID, INT, ARRAY, STRUCT, UNION, ENUM, FWD, DATASEC, FLOAT, ENUM64 -> false;
        };
    }

    /// Whether a person may ask for it by name; the rank says which one of the same name comes first.
    boolean isNamedType() {
        return rank() < Integer.MAX_VALUE;
    }

    int rank() {
        return switch (this) {
            case STRUCT -> 0;
            case UNION -> 1;
            case ENUM, ENUM64 -> 2;
            case TYPEDEF -> 3;
            case INT -> 4;
            case FLOAT -> 5;
            case VOID, PTR, ARRAY, FWD, VOLATILE, CONST, RESTRICT, FUNC, FUNC_PROTO, VAR, DATASEC, DECL_TAG, TYPE_TAG ->
                Integer.MAX_VALUE;
        };
    }
}
