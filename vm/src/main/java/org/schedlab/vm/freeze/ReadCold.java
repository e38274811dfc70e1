package org.schedlab.vm.freeze;

/// Reads a value.
///
/// @param width what the caller takes the field for; refused if BTF says otherwise
/// @param mode for a task's field, which task checks it must pass; of no meaning for other targets
public record ReadCold(String tag, Target target, Width width, ReadMode mode) implements ColdOp {}
