package org.schedlab.notebook.c;

/// A type as far as members are asked of it.
///
/// @param base its name without stars: `struct task_struct`, `u64`
/// @param pointers how many stars and brackets of arrays stand between it and the value
/// @param kernelId the type's number in the kernel's BTF, when it comes from there; else 0
record CType(String base, int pointers, int kernelId) {
    static CType named(String base, int pointers) {
        return new CType(base, pointers, 0);
    }

    /// What a pointer to it points at, or an element.
    CType target() {
        return new CType(base, pointers - 1, kernelId);
    }

    /// A pointer to it.
    CType pointer() {
        return new CType(base, pointers + 1, kernelId);
    }
}
