package org.schedlab.vm.freeze;

/// Writes a value, reads it back, and undoes it if a later operation of the same batch fails.
public record WriteCold(String tag, Target target, Value value) implements ColdOp {}
